// The help, from the tables.
#pragma once

#include "cli/command_table.hpp"

#include <string>

namespace runner::cli {

/// All commands, global options and exit codes.
[[nodiscard]] std::string main_help();

[[nodiscard]] std::string command_help(const Command& command);

/// Everything as a manual page, in the macros of man(7).
[[nodiscard]] std::string help_manual();

/// Everything as Markdown: docs/commands.md.
[[nodiscard]] std::string help_markdown();

} // namespace runner::cli
