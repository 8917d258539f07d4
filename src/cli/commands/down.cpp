// `down`: one, unless told otherwise.
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/planning.hpp>
#include <runner/runner.hpp>

namespace runner::cli {

int run_down(Context& context) {
    const auto& options = context.settings.options;
    const PlanRequest request{
        .direction = PlanRequest::Direction::down, .target = down_target(context.arguments.words)};
    const auto reviewed = expected_plan(context.arguments);
    if (context.arguments.has("dry-run")) {
        return show_plan(context, review_plan(options, context.console, request));
    }
    refuse_when_protected(context.settings, "reverting migrations");
    if (!reviewed.empty()) {
        return finish_report(
            context, carry_out_reviewed(options, context.console, request, reviewed)
        );
    }
    return finish_report(context, Runner(options, context.console).down(request.target));
}

} // namespace runner::cli
