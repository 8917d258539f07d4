// `status` and `current`: reading only.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/status_view.hpp"
#include "cli/status_words.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <runner/runner.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

/// When, by whom, and whether it is the head.
std::string current_details(const Status& status) {
    return fmt::format(
        "  at {} by {}, took {}\n  {}\n",
        local_time(status.current->applied_at),
        printable(status.current->applied_by),
        duration_text(status.current->duration),
        summary(count(status))
    );
}

} // namespace

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
        if (context.arguments.verbosity > 0) {
            print(current_details(status));
        }
    } else {
        context.console.log().info("nothing is applied");
    }
    if (!context.arguments.has("check-head") && !context.arguments.has("check-heads")) {
        return exit_done;
    }
    const auto result = state_exit_status(counts, settings.options);
    if (result != exit_done) {
        context.console.log().info(summary(counts));
    }
    return result;
}

} // namespace runner::cli
