// Which word of the command line is the command; options may stand in front of it.
#pragma once

#include "cli/command_table.hpp"

#include <string>
#include <vector>

namespace runner::cli {

/// Takes the command's words out of `line`; null when there are none. `help` becomes `--help`.
/// Throws Error{usage} with the nearest name.
[[nodiscard]] const Command* take_command(std::vector<std::string>& line);

} // namespace runner::cli
