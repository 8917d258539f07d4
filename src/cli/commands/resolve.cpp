// `resolve`: a person's decision about the statement in doubt.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/runner.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {

int run_resolve(Context& context) {
    const auto version = version_from(context.arguments.words.front());
    const bool applied = context.arguments.has("applied");
    if (applied == context.arguments.has("not-applied")) {
        throw Error(ErrorKind::usage, "resolve needs either --applied or --not-applied");
    }
    const auto entry = Runner(context.settings.options, context.console).resolve(version, applied);
    if (context.settings.json) {
        print(json_fact("resolve", "applied", applied));
    }
    context.console.log().info(fmt::format(
        "noted: statement {} of {} has had {}{}",
        entry.statement,
        printable(entry.name),
        applied ? "its effect; runner up goes on behind it" : "no effect; runner up runs it again",
        entry.sql.empty() ? "" : "\n  " + hanging(entry.sql)
    ));
    return exit_done;
}

} // namespace runner::cli
