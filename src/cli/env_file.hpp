// `.env`: variables for a working directory, one KEY=VALUE a line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner::cli {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Knows `export `, comments, 'literal' and "escaped" values. Throws Error{usage} with the place of
/// a malformed line, and never with what stands in it.
[[nodiscard]] Variables parse_env_file(const std::filesystem::path& path, std::string_view text);

/// Puts the file's variables where libpq looks for them, too. Those that are set already win.
/// Throws Error{usage} when the file cannot be read.
void load_env_file(const std::filesystem::path& path);

} // namespace runner::cli
