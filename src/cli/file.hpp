// Small files read whole: settings.
#pragma once

#include <filesystem>
#include <string>

namespace runner::cli {

/// Throws Error{usage}.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

} // namespace runner::cli
