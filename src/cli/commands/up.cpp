// `up`: the database if asked for, the migrations, the seeds if asked for.
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/database.hpp>
#include <runner/planning.hpp>
#include <runner/runner.hpp>

namespace runner::cli {

int run_up(Context& context) {
    const auto& arguments = context.arguments;
    const PlanRequest request{.target = up_target(arguments.words), .seed = arguments.has("seed")};
    const auto reviewed = expected_plan(arguments);
    if (arguments.has("dry-run")) {
        return show_plan(context, review_plan(context.settings.options, context.console, request));
    }
    if (arguments.has("seed")) {
        refuse_when_protected(context.settings, "running seeds");
    }
    if (arguments.has("create") && create_database(context.settings.options, context.console)) {
        context.console.log().info("created the database");
    }
    if (!reviewed.empty()) {
        return finish_report(
            context,
            carry_out_reviewed(context.settings.options, context.console, request, reviewed)
        );
    }
    Runner runner(context.settings.options, context.console);
    return finish_report(
        context, request.seed ? runner.up_and_seed(request.target) : runner.up(request.target)
    );
}

} // namespace runner::cli
