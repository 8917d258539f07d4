// Kinds that a newer runner has written are shown as they are.
#include "cli/history_view.hpp"

#include "cli/json_parts.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

constexpr std::size_t widest_message = 60;
constexpr std::size_t widest_before = 200;

std::string colored(const Event& event, const std::string& text, const Paint& paint) {
    if (event.kind == "failed") {
        return paint.alarm(text);
    }
    return event.kind == "applied" || event.kind == "seeded" ? paint.green(text)
                                                             : paint.yellow(text);
}

std::string took(const Event& event) {
    return event.duration ? duration_text(*event.duration) : std::string();
}

/// "  statement: …", the lines below the first behind "  | ".
std::string fact(std::string_view name, std::string_view text) {
    return text.empty() ? std::string() : fmt::format("  {}{}\n", name, hanging(text));
}

Json number_or_null(const std::optional<std::chrono::milliseconds>& duration) {
    return duration ? Json(duration->count()) : Json();
}

} // namespace

std::string history_lines(const std::vector<Event>& events, const Paint& paint) {
    std::size_t kind = 0;
    std::size_t subject = 0;
    std::size_t time = 0;
    for (const auto& event : events) {
        kind = std::max(kind, display_width(printable(event.kind)));
        subject = std::max(subject, display_width(printable(event.subject)));
        time = std::max(time, display_width(took(event)));
    }
    std::string result;
    for (const auto& event : events) {
        const auto duration = took(event);
        auto line = fmt::format(
            "{}  {}  {}  {}{}  by {}",
            paint.dim(local_time(event.at)),
            colored(event, padded(printable(event.kind), kind), paint),
            padded(printable(event.subject), subject),
            std::string(time - display_width(duration), ' '),
            duration,
            printable(event.by_role)
        );
        if (!event.message.empty()) {
            line += ": " + cut(printable(event.message), widest_message);
        }
        result += line + "\n";
    }
    return result;
}

std::string history_details(const std::vector<Event>& events, const Paint& paint) {
    std::string result;
    for (const auto& event : events) {
        result += result.empty() ? "" : "\n";
        result += colored(event, printable(event.kind), paint) + " " +
                  paint.bold(printable(event.subject)) + "\n";
        result += fmt::format(
            "  at {} by {} from {}{}\n",
            local_time(event.at),
            printable(event.by_role),
            printable(event.from_host),
            event.duration ? ", took " + took(event) : std::string()
        );
        result += fmt::format(
            "  runner {}, run {}\n", printable(event.runner_version), printable(event.run_id)
        );
        result += fact("", event.location);
        result += fact(
            "",
            event.sqlstate.empty() ? event.message
                                   : event.message + " (SQLSTATE " + event.sqlstate + ")"
        );
        result += fact("statement: ", event.statement);
        result += fact("it waited for ", event.blocker);
        result += fact("before: ", cut(printable(event.before), widest_before));
    }
    return result;
}

std::string json_history(const std::vector<Event>& events) {
    auto document = document_head("history");
    auto& rows = document["events"] = Json::array();
    for (const auto& event : events) {
        rows.push_back(
            {{"id", event.id},
             {"at", iso_time(event.at)},
             {"kind", event.kind},
             {"version", event.version ? Json(event.version->digits) : Json()},
             {"subject", event.subject},
             {"run_id", event.run_id},
             {"by_role", event.by_role},
             {"from_host", event.from_host},
             {"duration_ms", number_or_null(event.duration)},
             {"runner_version", event.runner_version},
             {"sqlstate", text_or_null(event.sqlstate)},
             {"message", text_or_null(event.message)},
             {"location", text_or_null(event.location)},
             {"statement", text_or_null(event.statement)},
             {"blocker", text_or_null(event.blocker)},
             {"before", event.before.empty() ? Json() : Json::parse(event.before, nullptr, false)}}
        );
    }
    return document_text(document);
}

} // namespace runner::cli
