// `verify`: finds, shows, changes nothing.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"

#include <runner/runner.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {

int run_verify(Context& context) {
    Runner runner(context.settings.options, context.console);
    const bool offline = context.arguments.has("offline");
    const auto problems = offline ? runner.verify_files() : runner.verify();
    auto& log = context.console.log();
    if (context.settings.json) {
        print(json_problems("verify", problems));
    } else {
        print_problems(context, problems);
    }
    if (problems.empty()) {
        log.info(offline ? "the files are in order" : "files and history agree");
    } else {
        log.error(fmt::format(
            "{} {} found", problems.size(), problems.size() == 1 ? "problem" : "problems"
        ));
    }
    return problems_exit_status(problems);
}

} // namespace runner::cli
