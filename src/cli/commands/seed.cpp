// `seed`: new and changed ones, or those named.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"

#include <runner/runner.hpp>

namespace runner::cli {

int run_seed(Context& context) {
    refuse_when_protected(context.settings, "running seeds");
    Runner runner(context.settings.options, context.console);
    return finish_report(
        context, runner.seed({context.arguments.words, context.arguments.has("force")})
    );
}

} // namespace runner::cli
