// What was done, or would be, in one line and as a document.
#include "cli/commands/report.hpp"

#include "cli/error_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

std::string current_sentence(const Report& report) {
    if (report.current_label.empty()) {
        return "nothing is applied";
    }
    return printable(report.current_label) + " is the current version";
}

std::string report_summary(const Report& report) {
    const auto number = [&report](Step::Action action) {
        const auto count = std::ranges::count(report.done, action, &Report::Done::action);
        return static_cast<std::size_t>(count);
    };
    std::vector<std::string> parts;
    if (const auto reverted = number(Step::Action::revert)) {
        parts.push_back("reverted " + counted(reverted, "migration"));
    }
    if (const auto applied = number(Step::Action::apply)) {
        parts.push_back("applied " + counted(applied, "migration"));
    }
    if (const auto repeated = number(Step::Action::repeat)) {
        parts.push_back("ran " + counted(repeated, "repeatable"));
    }
    if (const auto seeds = number(Step::Action::seed)) {
        parts.push_back("ran " + counted(seeds, "seed"));
    }
    if (parts.empty()) {
        parts.emplace_back("nothing to do");
    }
    std::string text;
    for (const auto& part : parts) {
        text += text.empty() ? part : ", " + part;
    }
    return text + "; " + current_sentence(report);
}

} // namespace

int finish_report(Context& context, const Report& report) {
    if (context.console.declined()) {
        return exit_failed;
    }
    if (context.settings.json) {
        const auto& command = context.arguments.command->name;
        print(json_report(command, context.console.outcome(), report.current));
    }
    context.console.events().done(report.current);
    context.console.log().info(report_summary(report));
    return exit_done;
}

void print_problems(const Context& context, const std::vector<Problem>& problems) {
    const Paint paint{uses_color(context.settings.console.color, stdout)};
    for (const auto& problem : problems) {
        print(
            paint.alarm(std::string(problem_name(problem.kind)) + ":") + " " +
            problem_view(problem, paint) + "\n"
        );
    }
}

int problems_exit_status(const std::vector<Problem>& problems) {
    if (problems.empty()) {
        return exit_done;
    }
    const bool partial = std::ranges::any_of(problems, [](const Problem& problem) {
        return problem.kind == Problem::Kind::partial;
    });
    return partial ? exit_partial : exit_disagreement;
}

} // namespace runner::cli
