// What only a terminal has: colours and somebody to ask.
#pragma once

#include "cli/settings.hpp"

#include <cstdio>
#include <string>

namespace runner::cli {

[[nodiscard]] bool uses_color(Color color, std::FILE* stream);

/// Whether standard error is a terminal that can redraw a line, and no CI system records it.
[[nodiscard]] bool is_watched();

/// Whether a question can be asked: standard input and standard error are terminals.
[[nodiscard]] bool can_ask();

/// Asks on standard error; only "y" and "yes" are yes. Throws Error{interrupted}.
[[nodiscard]] bool ask(const std::string& question, const Interrupt* interrupt);

/// Writes to standard output. A reader that went away is no error.
void print(const std::string& text);

/// The same, and it arrives at once.
void print_now(const std::string& text);

/// Whether everything printed has arrived, or nobody wanted it.
[[nodiscard]] bool finish_printing();

} // namespace runner::cli
