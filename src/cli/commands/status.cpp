// `status` and `current`: reading only.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/status_view.hpp"
#include "cli/status_words.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/runner.hpp>

namespace runner::cli {

int run_status(Context& context) {
    const auto& settings = context.settings;
    const auto status = Runner(settings.options, context.console).status();
    if (settings.json) {
        print(json_status(status));
    } else {
        print(status_view(status, Paint{uses_color(settings.console.color, stdout)}));
    }
    return context.arguments.has("exit-code") ? state_exit_status(count(status), settings.options)
                                              : exit_done;
}

int run_current(Context& context) {
    const auto& settings = context.settings;
    const auto status = Runner(settings.options, context.console).status();
    const auto counts = count(status);
    if (settings.json) {
        print(json_current(status));
    } else if (status.current) {
        print(printable(current_label(status)) + "\n");
    } else {
        context.console.log().info("nothing is applied");
    }
    if (!context.arguments.has("check-head")) {
        return exit_done;
    }
    const auto result = state_exit_status(counts, settings.options);
    if (result != exit_done) {
        context.console.log().info(summary(counts));
    }
    return result;
}

} // namespace runner::cli
