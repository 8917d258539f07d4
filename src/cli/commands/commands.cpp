// From the name in the table to the function.
#include "cli/commands/commands.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace runner::cli {

int run_command(Context& context) {
    using Function = int (*)(Context&);
    static constexpr std::array functions = {
        std::pair<std::string_view, Function>{"init", run_init},
        std::pair<std::string_view, Function>{"new", run_new},
        std::pair<std::string_view, Function>{"up", run_up},
        std::pair<std::string_view, Function>{"down", run_down},
        std::pair<std::string_view, Function>{"goto", run_goto},
        std::pair<std::string_view, Function>{"redo", run_redo},
        std::pair<std::string_view, Function>{"seed", run_seed},
        std::pair<std::string_view, Function>{"plan", run_plan},
        std::pair<std::string_view, Function>{"status", run_status},
        std::pair<std::string_view, Function>{"current", run_current},
        std::pair<std::string_view, Function>{"history", run_history},
        std::pair<std::string_view, Function>{"show", run_show},
        std::pair<std::string_view, Function>{"verify", run_verify},
        std::pair<std::string_view, Function>{"heads", run_heads},
        std::pair<std::string_view, Function>{"graph", run_graph},
        std::pair<std::string_view, Function>{"resolve", run_resolve},
        std::pair<std::string_view, Function>{"sum", run_sum},
        std::pair<std::string_view, Function>{"renumber", run_renumber},
        std::pair<std::string_view, Function>{"repair", run_repair},
        std::pair<std::string_view, Function>{"baseline", run_baseline},
        std::pair<std::string_view, Function>{"split", run_split},
        std::pair<std::string_view, Function>{"import", run_import},
        std::pair<std::string_view, Function>{"check", run_check},
        std::pair<std::string_view, Function>{"drift", run_drift},
        std::pair<std::string_view, Function>{"squash", run_squash},
        std::pair<std::string_view, Function>{"dump", run_dump},
        std::pair<std::string_view, Function>{"erd", run_erd},
        std::pair<std::string_view, Function>{"db create", run_db_create},
        std::pair<std::string_view, Function>{"db drop", run_db_drop},
        std::pair<std::string_view, Function>{"db reset", run_db_reset},
        std::pair<std::string_view, Function>{"db wait", run_db_wait},
        std::pair<std::string_view, Function>{"db shell", run_db_shell},
        std::pair<std::string_view, Function>{"db start", run_db_start},
        std::pair<std::string_view, Function>{"db stop", run_db_stop},
        std::pair<std::string_view, Function>{"version", run_version},
        std::pair<std::string_view, Function>{"completion", run_completion},
        std::pair<std::string_view, Function>{"help", run_help}};
    const auto* found = std::ranges::find(
        functions, context.arguments.command->name, &std::pair<std::string_view, Function>::first
    );
    if (found == functions.end()) {
        throw std::logic_error("a command of the table has no function");
    }
    return found->second(context);
}

} // namespace runner::cli
