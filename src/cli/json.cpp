// A walk over the library's structs.
#include "cli/json.hpp"

#include "cli/error_view.hpp"
#include "cli/json_parts.hpp"
#include "cli/status_words.hpp"
#include "cli/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace runner::cli {
namespace {

Json seeded_json(const std::optional<Seeded>& applied) {
    if (!applied) {
        return nullptr;
    }
    return {
        {"name", applied->name},
        {"checksum", applied->checksum.text()},
        {"fingerprint", applied->fingerprint.text()},
        {"applied_at", iso_time(applied->applied_at)},
        {"applied_by", applied->applied_by},
        {"duration_ms", applied->duration.count()}};
}

Json failure_json(const std::optional<Failure>& failure) {
    if (!failure) {
        return nullptr;
    }
    return {
        {"subject", failure->subject},
        {"at", iso_time(failure->at)},
        {"by", failure->by},
        {"sqlstate", text_or_null(failure->sqlstate)},
        {"message", failure->message},
        {"where", text_or_null(failure->where)},
        {"statement", text_or_null(failure->statement)},
        {"blocker", text_or_null(failure->blocker)}};
}

void put_outcome(Json& document, const Outcome& outcome) {
    auto& steps = document["steps"] = Json::array();
    for (const auto& done : outcome.done) {
        steps.push_back(
            {{"action", action_name(done.action)},
             {"version", version_json(done.action, done.version)},
             {"label", done.label},
             {"duration_ms", done.took.count()},
             {"changes", changes_json(done.changes)}}
        );
    }
    auto& notices = document["notices"] = Json::array();
    for (const auto& [step, message] : outcome.notices) {
        notices.push_back(
            {{"label", step},
             {"severity", message.severity},
             {"sqlstate", message.sqlstate},
             {"message", message.message},
             {"detail", text_or_null(message.detail)},
             {"hint", text_or_null(message.hint)}}
        );
    }
    document["remarks"] = outcome.remarks;
}

Json migration_json(const MigrationStatus& migration) {
    return {
        {"version", migration.version.digits},
        {"label", migration.label},
        {"state", state_name(migration.state)},
        {"reversible", migration.reversible},
        {"description", text_or_null(migration.description)},
        {"applied", applied_json(migration.applied)}};
}

} // namespace

std::string json_report(
    std::string_view command, const Outcome& outcome, const std::optional<Applied>& current
) {
    auto document = document_head(command);
    put_outcome(document, outcome);
    document["current"] = applied_json(current);
    return document_text(document);
}

std::string json_status(const Status& status) {
    auto document = document_head("status");
    document["server"] = server_json(status.server);
    document["current"] = applied_json(status.current);
    auto& migrations = document["migrations"] = Json::array();
    for (const auto& migration : status.migrations) {
        migrations.push_back(migration_json(migration));
    }
    const auto put = [&](const char* key, const std::vector<SeedStatus>& files) {
        auto& list = document[key] = Json::array();
        for (const auto& file : files) {
            list.push_back(
                {{"name", file.name},
                 {"state", state_name(file.state)},
                 {"applied", seeded_json(file.applied)}}
            );
        }
    };
    put("repeatables", status.repeatables);
    put("seeds", status.seeds);
    document["failure"] = failure_json(status.failure);
    return document_text(document);
}

std::string json_current(const Status& status) {
    auto document = document_head("current");
    document["current"] = applied_json(status.current);
    const auto counts = count(status);
    document["pending"] = counts.pending + counts.repeatables;
    return document_text(document);
}

std::string json_paths(std::string_view command, const std::vector<std::filesystem::path>& paths) {
    auto document = document_head(command);
    auto& files = document["files"] = Json::array();
    for (const auto& path : paths) {
        files.push_back(path.string());
    }
    return document_text(document);
}

std::string json_version(const ProgramInfo& program, const std::optional<ServerInfo>& server) {
    auto document = document_head("version");
    document["version"] = program.version;
    document["compiler"] = program.compiler;
    document["libpq"] = program.libpq;
    document["server"] = server ? server_json(*server) : Json();
    return document_text(document);
}

std::string json_applied(std::string_view command, const Applied& applied) {
    auto document = document_head(command);
    document["applied"] = applied_json(applied);
    return document_text(document);
}

std::string json_fact(std::string_view command, std::string_view name, bool value) {
    auto document = document_head(command);
    document[std::string(name)] = value;
    return document_text(document);
}

std::string json_fact(std::string_view command, std::string_view name, const std::string& value) {
    auto document = document_head(command);
    document[std::string(name)] = value;
    return document_text(document);
}

std::string
json_error(std::string_view command, const Error& error, int exit_code, const Outcome& outcome) {
    auto document = document_head(command);
    put_outcome(document, outcome);
    document["error"] = error_json(error, exit_code);
    return document_text(document);
}

// Written by hand: `split` goes through files of many megabytes.
void add_json_statement(std::string& lines, const Statement& statement) {
    std::array<char, 128> piece; // for the next four numbers and their keys
    char* end = piece.data();
    const auto put = [&](std::string_view key, std::uint64_t value) {
        end = std::copy(key.begin(), key.end(), end);
        end = std::to_chars(end, piece.data() + piece.size(), value).ptr;
    };
    const auto pass_on = [&] { lines.append(piece.data(), std::exchange(end, piece.data())); };
    put(R"({"start":)", statement.span.offset);
    put(R"(,"end":)", statement.span.offset + statement.span.length);
    put(R"(,"line":)", statement.position.line);
    put(R"(,"column":)", statement.position.column);
    pass_on();
    lines += R"(,"kind":"statement","command":)";
    const auto& command = statement.command;
    const auto is_plain = [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); };
    if (std::all_of(command.begin(), command.end(), is_plain)) {
        lines.append(1, '"').append(command).append(1, '"');
    } else {
        lines += dumped(command);
    }
    if (const auto& data = statement.copy_data) {
        put(R"(,"data_start":)", data->offset);
        put(R"(,"data_end":)", data->offset + data->length);
    }
    if (statement.refuses_transaction_since != 0) {
        put(R"(,"refuses_transaction_since":)", statement.refuses_transaction_since);
    }
    pass_on();
    const auto flag = [&](std::string_view key, bool holds) { lines += holds ? key : ""; };
    flag(R"(,"controls_transaction":true)", statement.controls_transaction);
    flag(R"(,"changes_session":true)", statement.changes_session);
    flag(R"(,"releases_locks":true)", statement.releases_locks);
    const auto& [allow, batch, pause, max_lag] = statement.directives;
    if (!allow.empty()) {
        lines += R"(,"allow":)" + dumped(allow);
    }
    if (batch) {
        put(R"(,"batch":)", *batch);
    }
    if (pause) {
        put(R"(,"pause_ms":)", static_cast<std::uint64_t>(pause->count()));
    }
    if (max_lag) {
        put(R"(,"max_lag_ms":)", static_cast<std::uint64_t>(max_lag->count()));
    }
    pass_on();
    lines += "}\n";
}

std::string json_log_line(Instant time, std::string_view level, std::string_view message) {
    const Json line = {{"time", iso_time(time)}, {"level", level}, {"message", message}};
    return dumped(line);
}

} // namespace runner::cli
