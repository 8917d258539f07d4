// Every command of this version: its names, its arguments, its options, and what the help says.
#pragma once

#include <string_view>
#include <vector>

namespace runner::cli {

struct CommandOption {
    std::string_view name;  ///< without the dashes
    char letter;            ///< 0: none
    std::string_view value; ///< how the help calls the value; empty: a switch
    std::string_view purpose;
    bool repeats = false; ///< each time it is given counts, not only the last
};

struct Command {
    std::string_view name; ///< "up", "db drop"
    std::vector<std::string_view> aliases;
    std::string_view group;
    std::string_view words; ///< what follows the name, as the help shows it
    std::size_t fewest_words;
    std::size_t most_words;
    bool takes_negative_number; ///< `-2` is an argument
    std::string_view purpose;   ///< one line
    std::string_view details;   ///< lines without indentation
    std::string_view examples;  ///< lines that can be pasted
    std::vector<CommandOption> options;
    /// False: neither .env nor runner.toml is read, nor any variable, and none can be in the way.
    bool reads_settings = true;
};

/// In the order of the help.
[[nodiscard]] const std::vector<Command>& command_table();

/// By name or alias; null when there is none.
[[nodiscard]] const Command* find_command(std::string_view name);

/// Options of every command that are no settings.
[[nodiscard]] const std::vector<CommandOption>& common_options();

} // namespace runner::cli
