// `repair`: a person accepts the files as they are.
#include "cli/commands/commands.hpp"
#include "cli/error_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/integrity_words.hpp"
#include "cli/json_integrity.hpp"
#include "cli/paint.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <runner/integrity.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

void show(const Context& context, const std::vector<Repair>& repairs) {
    if (context.settings.json) {
        return;
    }
    const Paint paint{uses_color(context.settings.console.color, stdout)};
    for (const auto& repair : repairs) {
        auto text = fmt::format("{:8}  {}", repair_name(repair.kind), printable(repair.label));
        text += quoted(repair.diff, paint);
        if (repair.diff.empty() && repair.kind != Repair::Kind::missing) {
            text += "\n  no text of it was kept to compare with (store_limit)";
        }
        print_now(text + "\n");
    }
}

/// "accept 2 edits and forget 1 missing migration"
std::string deed(const std::vector<Repair>& repairs, const char* accept, const char* forget) {
    const auto missing =
        static_cast<std::size_t>(std::ranges::count(repairs, Repair::Kind::missing, &Repair::kind));
    std::string text;
    if (repairs.size() > missing) {
        text = fmt::format("{} {}", accept, counted(repairs.size() - missing, "edit"));
    }
    if (missing > 0) {
        text += text.empty() ? "" : " and ";
        text += fmt::format("{} {}", forget, counted(missing, "missing migration"));
    }
    return text;
}

/// With `remove_missing` only what is newer than every file is left: an older release is here.
void mention_left(Context& context, const std::vector<Repair>& left, bool remove_missing) {
    for (const auto& repair : left) {
        context.console.log().info(
            remove_missing
                ? fmt::format(
                      "note: {} is newer than every file here; to take it out of the history name "
                      "it: runner repair {} --remove-missing",
                      printable(repair.label),
                      repair.row.version.digits
                  )
                : "note: " + printable(repair.label) +
                      " is applied, but there is no file; --remove-missing takes it out of the "
                      "history"
        );
    }
}

} // namespace

int run_repair(Context& context) {
    RepairRequest request;
    for (const auto& word : context.arguments.words) {
        request.versions.push_back(version_from(word));
    }
    request.remove_missing = context.arguments.has("remove-missing");
    const auto report =
        repair(context.settings.options, context.console, request, [&](const auto& repairs) {
            show(context, repairs);
            auto question = deed(repairs, "accept", "forget") + "?";
            question.front() = question.front() == 'a' ? 'A' : 'F';
            return context.console.confirm({}, question, deed(repairs, "accepting", "forgetting"));
        });
    if (context.settings.json) {
        print(json_repair(report));
    }
    mention_left(context, report.left, request.remove_missing);
    context.console.log().info(
        report.done.empty()
            ? "nothing to repair"
            : deed(report.done, "accepted", "forgot") + "; the old rows are in the event log"
    );
    return exit_done;
}

} // namespace runner::cli
