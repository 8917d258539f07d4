// `goto`: in whichever direction the target lies.
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/planning.hpp>
#include <runner/runner.hpp>

#include <algorithm>

namespace runner::cli {
namespace {

using Direction = PlanRequest::Direction;

int show(Context& context, Direction direction, const Target& target) {
    const PlanRequest request{.direction = direction, .target = target};
    return show_plan(
        context, review_plan(context.settings.options, context.console, request)
    );
}

int go_up(Context& context, Runner& runner, const Target& target) {
    return context.arguments.has("dry-run") ? show(context, Direction::up, target)
                                            : finish_report(context, runner.up(target));
}

int go_down(Context& context, Runner& runner, const Target& target) {
    if (context.arguments.has("dry-run")) {
        return show(context, Direction::down, target);
    }
    refuse_when_protected(context.settings, "reverting migrations");
    return finish_report(context, runner.down(target));
}

int go_to(Context& context, Runner& runner, const Target& target) {
    if (context.arguments.has("dry-run")) {
        return show(context, Direction::go_to, target);
    }
    const bool may_revert = !is_out_of_bounds(context.settings);
    if (!may_revert) {
        const auto plan = runner.plan_go_to(target);
        if (std::ranges::find(plan.steps, Step::Action::revert, &Step::action) !=
            plan.steps.end()) {
            refuse_when_protected(context.settings, "reverting migrations");
        }
    }
    // Whatever has changed since we looked.
    return finish_report(context, runner.go_to(target, may_revert));
}

} // namespace

int run_goto(Context& context) {
    const auto& word = context.arguments.words.front();
    Runner runner(context.settings.options, context.console);
    if (word == "head" || word.starts_with('+')) {
        return go_up(context, runner, up_target({word}));
    }
    if (word == "base" || word.starts_with('-')) {
        return go_down(context, runner, down_target({word}));
    }
    return go_to(context, runner, version_target(word));
}

} // namespace runner::cli
