// New files: the inverse of discover().
#pragma once

#include <filesystem>
#include <string_view>

namespace runner {

/// Creates the file with this text. Throws Error{usage} when there is one already, and for
/// whatever else keeps it from being written.
void write_new_file(const std::filesystem::path& path, std::string_view text);

} // namespace runner
