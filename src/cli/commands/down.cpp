// `down`: one, unless told otherwise.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/runner.hpp>

namespace runner::cli {

int run_down(Context& context) {
    const auto target = down_target(context.arguments.words);
    Runner runner(context.settings.options, context.console);
    if (context.arguments.has("dry-run")) {
        return finish_dry_run(context, runner.plan_down(target), {});
    }
    refuse_when_protected(context.settings, "reverting migrations");
    return finish_report(context, runner.down(target));
}

} // namespace runner::cli
