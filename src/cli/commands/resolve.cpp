// `resolve`: a person's decision about the statement in doubt.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"

#include <runner/runner.hpp>

namespace runner::cli {

int run_resolve(Context& context) {
    const auto version = version_from(context.arguments.words.front());
    const bool applied = context.arguments.has("applied");
    if (applied == context.arguments.has("not-applied")) {
        throw Error(ErrorKind::usage, "resolve needs either --applied or --not-applied");
    }
    Runner(context.settings.options, context.console).resolve(version, applied);
    if (context.settings.json) {
        print(json_fact("resolve", "applied", applied));
    }
    context.console.log().info(
        applied ? "noted: the statement has had its effect; runner up goes on behind it"
                : "noted: the statement has had no effect; runner up runs it again"
    );
    return exit_done;
}

} // namespace runner::cli
