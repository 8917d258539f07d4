// What one token of the command line is, by the tables.
#pragma once

#include "cli/command_table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

[[nodiscard]] bool is_option(std::string_view token);

[[nodiscard]] bool is_negative_number(std::string_view token);

/// All options that can stand behind `command`; null: behind any.
[[nodiscard]] std::vector<CommandOption> options_of(const Command* command);

/// Whether the token after this one is its value.
[[nodiscard]] bool takes_next(std::string_view token, const std::vector<CommandOption>& options);

/// What a message may repeat: an argument can be a URL in the wrong place.
[[nodiscard]] std::string shown_token(std::string_view token);

/// Throws Error{usage} that ends with the way to the help.
[[noreturn]] void refuse_line(const std::string& message, const Command* command);

} // namespace runner::cli
