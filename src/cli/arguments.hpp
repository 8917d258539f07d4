// The command line, taken apart and checked against the tables; nothing is looked up elsewhere yet.
#pragma once

#include "cli/command_table.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

struct Arguments {
    /// Null: help or the version was asked for without a command.
    const Command* command = nullptr;
    std::vector<std::string> words;
    /// Options by name; a switch has an empty value.
    std::map<std::string, std::string, std::less<>> options;
    /// The values of `--var`, in order.
    std::vector<std::string> variables;
    int verbosity = 0; ///< how often -v, less how often -q
    bool help = false;
    bool version = false;

    [[nodiscard]] bool has(std::string_view name) const { return options.contains(name); }

    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;

    /// What stands between the commas of its value; nothing without the option. Throws Error{usage}
    /// when nothing stands between two commas.
    [[nodiscard]] std::vector<std::string> patterns(std::string_view name) const;
};

/// `line` is without the program's name. Throws Error{usage}.
[[nodiscard]] Arguments parse_arguments(const std::vector<std::string>& line);

/// Overwrites a database URL among the arguments, so that `ps` does not show its password, and the
/// values of variables.
void hide_secrets(int count, char** arguments) noexcept;

} // namespace runner::cli
