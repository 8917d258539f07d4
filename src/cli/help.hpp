// The help, from the tables.
#pragma once

#include "cli/command_table.hpp"

#include <string>

namespace runner::cli {

/// All commands, global options and exit codes.
[[nodiscard]] std::string main_help();

[[nodiscard]] std::string command_help(const Command& command);

} // namespace runner::cli
