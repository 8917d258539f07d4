// The tables of the command line as data, and the answers to a shell.
#pragma once

#include "cli/completion.hpp"

#include <string>

namespace runner::cli {

/// Every command, or only one, with its options; the options of all commands; the exit codes.
[[nodiscard]] std::string json_help(const Command* only = nullptr);

[[nodiscard]] std::string json_completion(const Completion& completion);

} // namespace runner::cli
