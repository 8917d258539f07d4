// What the shells read at their start: each script hands the line to `runner completion --list`
// and shows what that answers, so that it never knows less than the program that is installed.
#pragma once

#include <string_view>
#include <vector>

namespace runner::cli {

/// bash, zsh, fish.
[[nodiscard]] const std::vector<std::string_view>& completion_shells();

/// Empty for another shell.
[[nodiscard]] std::string_view completion_script(std::string_view shell);

} // namespace runner::cli
