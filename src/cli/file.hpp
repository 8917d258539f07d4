// Small files read whole: settings, and standard input.
#pragma once

#include <filesystem>
#include <string>

namespace runner::cli {

/// Throws Error{usage}.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Throws Error{usage}.
[[nodiscard]] std::string read_standard_input();

} // namespace runner::cli
