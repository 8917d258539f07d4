// The commands, a file for each family. Texts keep within 80 columns once the help has indented
// them.
#pragma once

#include "cli/command_table.hpp"

#include <limits>
#include <vector>

namespace runner::cli {

/// Any number of words.
inline constexpr auto any_number = std::numeric_limits<std::size_t>::max();

[[nodiscard]] std::vector<Command> migration_commands();
[[nodiscard]] std::vector<Command> data_commands();
[[nodiscard]] std::vector<Command> planning_commands();
[[nodiscard]] std::vector<Command> inspection_commands();
[[nodiscard]] std::vector<Command> verification_commands();
[[nodiscard]] std::vector<Command> graph_commands();
[[nodiscard]] std::vector<Command> integrity_commands();
[[nodiscard]] std::vector<Command> schema_commands();
[[nodiscard]] std::vector<Command> file_commands();
[[nodiscard]] std::vector<Command> import_commands();
[[nodiscard]] std::vector<Command> database_commands();
[[nodiscard]] std::vector<Command> program_commands();

} // namespace runner::cli
