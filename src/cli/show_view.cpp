#include "cli/show_view.hpp"

#include "cli/change_view.hpp"
#include "cli/json.hpp"
#include "cli/json_parts.hpp"
#include "cli/statement_view.hpp"
#include "cli/status_words.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner::cli {
namespace {

std::string applied_lines(const Shown& shown) {
    const auto& applied = *shown.status.applied;
    auto lines = fmt::format(
        "  at {} by {}, took {}\n",
        local_time(applied.applied_at),
        printable(applied.applied_by),
        duration_text(applied.duration)
    );
    if (shown.origin) {
        lines += fmt::format(
            "  {} by runner {}, run {}\n",
            printable(shown.origin->origin),
            printable(shown.origin->runner_version),
            printable(shown.origin->run_id)
        );
        for (const auto& line : all_change_lines(shown.origin->changes)) {
            lines += "  " + line + "\n";
        }
    }
    return lines;
}

std::string kept_words(const ShownScript& script, const std::optional<std::string>& kept) {
    if (script.from_history) {
        return "no file; this is the text kept in the history";
    }
    if (!kept) {
        return "not kept in the history";
    }
    return script.diff.empty() ? "the same text is kept in the history"
                               : "differs from the text kept in the history; --diff shows how";
}

std::string script_lines(
    const char* word,
    const std::optional<ShownScript>& script,
    const Shown& shown,
    const std::optional<std::string>& kept,
    const Paint& paint
) {
    if (!script) {
        return fmt::format("\n{}  none\n", paint.bold(word));
    }
    const auto& body = *script->script.body;
    auto lines = fmt::format(
        "\n{}  {}\n  {} statement{}, {}\n  {}\n",
        paint.bold(word),
        printable(script->script.path.string()),
        body.statements,
        body.statements == 1 ? "" : "s",
        body.transactional ? "one transaction" : "no transaction",
        script->script.checksum.text()
    );
    if (shown.status.applied) {
        lines += "  " + kept_words(*script, kept) + "\n";
    }
    for (const auto& [key, value] : script->script.header.directives) {
        lines +=
            fmt::format("  @{}{}{}\n", printable(key), value.empty() ? "" : ": ", printable(value));
    }
    for (const auto& statement : script->statements) {
        lines += "  ";
        add_statement_line(lines, script->script.text, statement);
    }
    return lines;
}

Json script_json(const std::optional<ShownScript>& shown, const std::optional<std::string>& kept) {
    if (!shown) {
        return nullptr;
    }
    const auto& [script, from_history, statements, diff] = *shown;
    Json directives = Json::array();
    for (const auto& [key, value] : script.header.directives) {
        directives.push_back({{"name", key}, {"value", value}});
    }
    Json result = {
        {"file", from_history ? Json() : Json(script.path.string())},
        {"from_history", from_history},
        {"stored", kept.has_value()},
        {"checksum", script.checksum.text()},
        {"fingerprint", script.body->fingerprint.text()},
        {"transactional", script.body->transactional},
        {"directives", directives},
        {"diff", text_or_null(diff)}};
    auto& list = result["statements"] = Json::array();
    for (const auto& statement : statements) {
        std::string line;
        add_json_statement(line, statement);
        list.push_back(Json::parse(line, nullptr, false));
    }
    return result;
}

std::string painted(std::string_view diff, const Paint& paint) {
    std::string lines;
    for (const auto& line : printable_lines(diff)) {
        lines += paint.diff(line) + "\n";
    }
    return lines;
}

Stored stored_of(const Shown& shown) {
    return shown.origin ? shown.origin->stored : Stored{};
}

} // namespace

std::string show_view(const Shown& shown, const Paint& paint) {
    const auto& status = shown.status;
    const auto stored = stored_of(shown);
    auto text =
        paint.bold(printable(status.label)) + "  " + std::string(state_words(status)) + "\n";
    if (status.applied) {
        text += applied_lines(shown);
    }
    text += script_lines("up", shown.up, shown, stored.up_sql, paint);
    return text + script_lines("down", shown.down, shown, stored.down_sql, paint);
}

std::string show_differences(const Shown& shown, const Paint& paint) {
    return (shown.up ? painted(shown.up->diff, paint) : std::string()) +
           (shown.down ? painted(shown.down->diff, paint) : std::string());
}

std::string json_show(const Shown& shown) {
    const auto stored = stored_of(shown);
    auto document = document_head("show");
    document["version"] = shown.status.version.digits;
    document["label"] = shown.status.label;
    document["state"] = state_name(shown.status.state);
    document["reversible"] = shown.status.reversible;
    document["description"] = text_or_null(shown.status.description);
    document["applied"] = applied_json(shown.status.applied);
    document["origin"] = shown.origin ? Json(shown.origin->origin) : Json();
    document["run_id"] = shown.origin ? Json(shown.origin->run_id) : Json();
    document["runner_version"] = shown.origin ? Json(shown.origin->runner_version) : Json();
    document["changes"] =
        changes_json(shown.origin ? shown.origin->changes : std::vector<Change>());
    document["up"] = script_json(shown.up, stored.up_sql);
    document["down"] = script_json(shown.down, stored.down_sql);
    return document_text(document);
}

} // namespace runner::cli
