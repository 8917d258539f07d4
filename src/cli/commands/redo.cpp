// `redo`: down and up again, for whoever is writing a migration.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/runner.hpp>

namespace runner::cli {

int run_redo(Context& context) {
    const auto target = redo_target(context.arguments.words);
    refuse_when_protected(context.settings, "reverting migrations");
    Runner runner(context.settings.options, context.console);
    return finish_report(context, runner.redo(target));
}

} // namespace runner::cli
