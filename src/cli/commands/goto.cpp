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

PlanRequest script_request_of(const std::string& word) {
    if (word == "head" || word.starts_with('+')) {
        return {.direction = Direction::up, .target = up_target({word})};
    }
    if (word == "base" || word.starts_with('-')) {
        return {.direction = Direction::down, .target = down_target({word})};
    }
    return {.direction = Direction::go_to, .target = version_target(word)};
}

bool reverts(const Plan& plan) {
    return std::ranges::find(plan.steps, Step::Action::revert, &Step::action) != plan.steps.end();
}

Report go_to(Context& context, Runner& runner, const Target& target) {
    const bool may_revert = !is_out_of_bounds(context.settings);
    if (!may_revert && reverts(runner.plan_go_to(target))) {
        refuse_when_protected(context.settings, "reverting migrations");
    }
    return runner.go_to(target, may_revert); // whatever has changed since we looked
}

Report go(Context& context, const PlanRequest& request) {
    Runner runner(context.settings.options, context.console);
    switch (request.direction) {
    case Direction::up:
        return runner.up(request.target);
    case Direction::down:
        refuse_when_protected(context.settings, "reverting migrations");
        return runner.down(request.target);
    case Direction::go_to:
        break;
    }
    return go_to(context, runner, request.target);
}

} // namespace

int run_goto(Context& context) {
    const auto& options = context.settings.options;
    const auto request = script_request_of(context.arguments.words.front());
    const auto reviewed = expected_plan(context.arguments);
    if (context.arguments.has("dry-run")) {
        return show_plan(context, review_plan(options, context.console, request));
    }
    if (reviewed.empty()) {
        return finish_report(context, go(context, request));
    }
    if (request.direction != Direction::up) {
        refuse_when_protected(context.settings, "reverting migrations");
    }
    return finish_report(context, carry_out_reviewed(options, context.console, request, reviewed));
}

} // namespace runner::cli
