// The families, one after the other, as the help shows them.
#include "cli/command_table.hpp"

#include "cli/table/groups.hpp"

#include <algorithm>

namespace runner::cli {
const std::vector<Command>& command_table() {
    static const std::vector<Command> table = [] {
        std::vector<Command> result;
        for (auto group :
             {migration_commands(),
              data_commands(),
              planning_commands(),
              inspection_commands(),
              verification_commands(),
              graph_commands(),
              integrity_commands(),
              schema_commands(),
              file_commands(),
              import_commands(),
              database_commands(),
              program_commands()}) {
            result.insert(result.end(), group.begin(), group.end());
        }
        return result;
    }();
    return table;
}

const Command* find_command(std::string_view name) {
    const auto& table = command_table();
    const auto found = std::ranges::find_if(table, [name](const Command& command) {
        return command.name == name ||
               std::ranges::find(command.aliases, name) != command.aliases.end();
    });
    return found == table.end() ? nullptr : &*found;
}

const std::vector<CommandOption>& common_options() {
    static const std::vector<CommandOption> table = {
        {"var",
         0,
         "NAME=VALUE",
         "of :NAME in files with @vars; repeatable [RUNNER_VAR_NAME]",
         true},
        {"env-file", 0, "FILE", "read variables from FILE instead of .env"},
        {"no-env-file", 0, "", "do not read .env"},
        {"allow-protected", 0, "NAME", "go ahead in the protected environment NAME"},
        {"yes", 'y', "", "do not ask"},
        {"verbose", 'v', "", "say more; twice: everything"},
        {"quiet", 'q', "", "warnings and errors only"},
        {"help", 'h', "", "this text, or that of a command"},
    };
    return table;
}

} // namespace runner::cli
