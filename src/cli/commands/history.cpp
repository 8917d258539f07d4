// `history`: the log of what was done; reading only.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/history_view.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/tokens.hpp"
#include "cli/units.hpp"

namespace runner::cli {
namespace {

LogRequest log_request_of(const Arguments& arguments) {
    LogRequest request;
    if (!arguments.words.empty()) {
        request.version = version_from(arguments.words.front());
    }
    if (const auto limit = arguments.value("limit")) {
        const auto count = count_from(*limit);
        if (!count || *count == 0) {
            throw Error(
                ErrorKind::usage, "--limit: expected a number from 1, not " + shown_token(*limit)
            );
        }
        request.limit = static_cast<std::size_t>(*count);
    }
    return request;
}

} // namespace

int run_history(Context& context) {
    const auto& settings = context.settings;
    const auto events =
        history_log(settings.options, context.console, log_request_of(context.arguments));
    const Paint paint{uses_color(settings.console.color, stdout)};
    if (settings.json) {
        print(json_history(events));
    } else if (context.arguments.verbosity > 0) {
        print(history_details(events, paint));
    } else {
        print(history_lines(events, paint));
    }
    if (events.empty()) {
        context.console.log().info("nothing has been done yet");
    }
    return exit_done;
}

} // namespace runner::cli
