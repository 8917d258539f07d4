// `drift`: what differs, and whether anything does.
#include "cli/commands/commands.hpp"
#include "cli/drift_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/scratch.hpp"
#include "cli/terminal.hpp"

#include <runner/drift.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {

int run_drift(Context& context) {
    const auto report = find_drift(
        context.settings.options,
        context.console,
        {.scratch = scratch_options(context), .ignore = context.arguments.patterns("ignore")}
    );
    print(context.settings.json ? json_drift(report) : drift_text(report));
    auto& log = context.console.log();
    const auto count = report.drifts.size();
    const auto ignored =
        report.ignored == 0 ? std::string() : fmt::format(", {} ignored", report.ignored);
    if (count > 0) {
        log.error(fmt::format("{} {}{}", count, count == 1 ? "difference" : "differences", ignored)
        );
        return exit_finding;
    }
    log.info(fmt::format(
        "the database is what its {} migrations build: {} objects{}",
        report.migrations,
        report.objects,
        ignored
    ));
    return exit_done;
}

} // namespace runner::cli
