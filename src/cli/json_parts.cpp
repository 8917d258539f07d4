#include "cli/json_parts.hpp"

#include "cli/error_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/units.hpp"

#include <array>

namespace runner::cli {

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json document_head(std::string_view command) {
    return {{"schema", 1}, {"command", command.empty() ? Json() : Json(command)}};
}

std::string document_text(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

std::string_view action_name(Step::Action action) {
    switch (action) {
    case Step::Action::apply:
        return "apply";
    case Step::Action::revert:
        return "revert";
    case Step::Action::seed:
        return "seed";
    case Step::Action::repeat:
        return "repeat";
    }
    return "unknown";
}

Json version_json(Step::Action action, const Version& version) {
    return action == Step::Action::repeat ? Json() : Json(version.digits);
}

Json applied_json(const std::optional<Applied>& applied) {
    if (!applied) {
        return nullptr;
    }
    return {
        {"version", applied->version.digits},
        {"sequence", applied->sequence},
        {"name", applied->name},
        {"checksum", applied->checksum.text()},
        {"fingerprint", applied->fingerprint.text()},
        {"applied_at", iso_time(applied->applied_at)},
        {"applied_by", applied->applied_by},
        {"duration_ms", applied->duration.count()}};
}

void put_place(Json& json, const std::optional<Location>& location) {
    json["file"] = location ? Json(location->file.string()) : Json();
    const bool placed = location && location->position.line > 0;
    json["line"] = placed ? Json(location->position.line) : Json();
    json["column"] = placed ? Json(location->position.column) : Json();
}

Json place_json(const std::string& message, const std::optional<Location>& location) {
    Json result = {{"message", message}};
    put_place(result, location);
    return result;
}

Json problems_json(const std::vector<Problem>& problems) {
    Json result = Json::array();
    for (const auto& problem : problems) {
        result.push_back(
            {{"kind", problem_name(problem.kind)},
             {"version", problem.version.digits},
             {"label", problem.label},
             {"message", problem.message},
             {"advice", text_or_null(problem.advice)},
             {"diff", text_or_null(problem.diff)}}
        );
        put_place(result.back(), problem.location);
    }
    return result;
}

Json blockers_json(const std::vector<Blocker>& blockers) {
    Json result = Json::array();
    for (const auto& blocker : blockers) {
        result.push_back(
            {{"pid", blocker.pid},
             {"blocks", blocker.blocks},
             {"user", text_or_null(blocker.user)},
             {"application", text_or_null(blocker.application)},
             {"client", text_or_null(blocker.client)},
             {"state", text_or_null(blocker.state)},
             {"query", text_or_null(blocker.query)},
             {"lock", text_or_null(blocker.lock)},
             {"since_ms", blocker.since ? Json(blocker.since->count()) : Json()}}
        );
    }
    return result;
}

Json error_json(const Error& error, int exit_code) {
    const auto server = error.server().value_or(ServerMessage{});
    Json content = {{"kind", kind_name(error.kind())}, {"exit_code", exit_code}};
    content.update(place_json(error.what(), error.location()));
    content["sqlstate"] = text_or_null(server.sqlstate);
    content["detail"] = text_or_null(server.detail);
    content["hint"] = text_or_null(server.hint);
    content["context"] = text_or_null(server.context);
    content["state"] = text_or_null(error.state());
    content["advice"] = text_or_null(error.advice());
    content["blockers"] = blockers_json(error.blockers());
    auto& complaints = content["complaints"] = Json::array();
    for (const auto& complaint : error.complaints()) {
        complaints.push_back(place_json(complaint.message, complaint.location));
    }
    return content;
}

Json server_json(const ServerInfo& server) {
    return {
        {"version", server.version},
        {"host", server.host},
        {"port", server.port},
        {"database", server.database},
        {"user", server.user},
        {"standby", server.standby}};
}

Json changes_json(const std::vector<Change>& changes) {
    constexpr std::array kinds = {"created", "dropped", "changed"};
    Json result = Json::array();
    for (const auto& change : changes) {
        result.push_back(
            {{"kind", kinds[static_cast<std::size_t>(change.kind)]},
             {"object", change.object},
             {"name", change.name},
             {"details", change.details}}
        );
    }
    return result;
}

} // namespace runner::cli
