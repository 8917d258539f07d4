// `baseline`: a person says what is in the database already, or that it is not.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_integrity.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"
#include "cli/usage_error.hpp"

#include <runner/integrity.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

int mark(Context& context, const std::string& word) {
    if (word == "base") {
        throw usage_error(
            "base is before the first migration: there is nothing to mark",
            "to unmark all of them: runner baseline base --remove"
        );
    }
    const auto last = word == "head" ? std::nullopt : std::optional(version_from(word));
    const auto marked = baseline(context.settings.options, context.console, last);
    if (context.settings.json) {
        print(json_marked("baselined", marked));
    }
    auto& log = context.console.log();
    for (const auto& each : marked) {
        log.info("mark    " + printable(each.label));
    }
    log.info(
        marked.empty()
            ? "nothing to do; all of them are applied"
            : "marked " + counted(marked.size(), "migration") + " as applied; nothing was run"
    );
    return exit_done;
}

int unmark(Context& context, const std::string& word) {
    refuse_when_protected(context.settings, "unmarking migrations");
    const auto last = word == "base" ? std::nullopt : std::optional(version_from(word));
    const auto approve = [&](const std::vector<Marked>& marks) {
        std::vector<std::string> lines;
        lines.reserve(marks.size());
        for (const auto& each : marks) {
            lines.push_back("  unmark  " + printable(each.label));
        }
        return context.console.confirm(
            lines,
            "Take " + counted(marks.size(), "migration") +
                " out of the history, and revert nothing?",
            "unmarking " + counted(marks.size(), "migration")
        );
    };
    const auto unmarked = remove_baseline(context.settings.options, context.console, last, approve);
    if (context.settings.json) {
        print(json_marked("unmarked", unmarked));
    }
    auto& log = context.console.log();
    for (const auto& each : unmarked) {
        log.info("unmark  " + printable(each.label));
    }
    log.info(
        unmarked.empty() ? "nothing to do; nothing is applied above it"
                         : "unmarked " + counted(unmarked.size(), "migration") +
                               "; nothing was reverted, and the old rows are in the event log"
    );
    return exit_done;
}

} // namespace

int run_baseline(Context& context) {
    const auto& word = context.arguments.words.front();
    return context.arguments.has("remove") ? unmark(context, word) : mark(context, word);
}

} // namespace runner::cli
