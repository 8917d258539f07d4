// New files: the inverse of discover().
#pragma once

#include <filesystem>
#include <string_view>

namespace runner {

/// Creates the file with this text. Throws Error{usage} when there is one already, and for
/// whatever else keeps it from being written.
void write_new_file(const std::filesystem::path& path, std::string_view text);

/// Gives the file another name; a file that has it stays as it is. Throws Error{usage}.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Creates the file, or puts it in the place of the one that is there: readers see the old text or
/// the new one, also after a crash. Throws Error{usage}.
void replace_file(const std::filesystem::path& path, std::string_view text);

} // namespace runner
