// The bytes of a file, read once: into memory, or mapped when there are many.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

namespace runner {

/// What the folder's listing says of an entry: asking the file itself costs a system call each.
enum class EntryType { regular, unknown };

/// Opened relative to `folder`, an open directory, or as it is when `folder` is AT_FDCWD. Drops a
/// byte order mark. Throws Error{source}: unreadable, not a regular file, a NUL byte, not UTF-8.
[[nodiscard]] SummedText read_text_file(
    int folder,
    const char* name,
    const std::filesystem::path& shown,
    EntryType type = EntryType::unknown
);

/// Below this size, reading is cheaper than mapping and safe from somebody else's write.
constexpr std::size_t mapped_from = std::size_t{1} << 20;

/// Maps `bytes`, at least one, of an open file. The same checks.
[[nodiscard]] SummedText map_text(int descriptor, const std::filesystem::path& shown, Span bytes);

/// The same checks for bytes that are here already.
[[nodiscard]] SummedText checked_text(std::string bytes, const std::filesystem::path& shown);

} // namespace runner
