// What the commands that act say at the end, and where files and history disagree.
#pragma once

#include "cli/commands/commands.hpp"

#include <runner/runner.hpp>

#include <vector>

namespace runner::cli {

/// The summary on standard error, or the document on standard output.
int finish_report(Context& context, const Report& report);

/// Each problem with its diff and advice, on standard output.
void print_problems(const Context& context, const std::vector<Problem>& problems);

[[nodiscard]] int problems_exit_status(const std::vector<Problem>& problems);

} // namespace runner::cli
