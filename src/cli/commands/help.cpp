// `help` without the name of a command, which is the same as `--help` behind it.
#include "cli/help.hpp"

#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_help.hpp"
#include "cli/terminal.hpp"

#include <runner/error.hpp>

namespace runner::cli {

int run_help(Context& context) {
    const bool manual = context.arguments.has("man");
    const bool markdown = context.arguments.has("markdown");
    if (int(manual) + int(markdown) + int(context.settings.json) > 1) {
        throw Error(ErrorKind::usage, "--man, --markdown and --format json exclude each other");
    }
    print(
        manual                  ? help_manual()
        : markdown              ? help_markdown()
        : context.settings.json ? json_help()
                                : main_help()
    );
    return exit_done;
}

} // namespace runner::cli
