// A file's bytes, read once: into memory, or mapped when it is large.
#pragma once

#include <runner/migration.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

/// What the folder's listing says of an entry: asking the file itself costs a system call each.
enum class EntryType { regular, unknown };

/// Opened relative to `folder`, an open directory, or as it is when `folder` is AT_FDCWD. Drops a
/// byte order mark. Throws Error{source}: unreadable, not a regular file, a NUL byte, not UTF-8.
[[nodiscard]] Text read_text_file(
    int folder,
    const char* name,
    const std::filesystem::path& shown,
    EntryType type = EntryType::unknown
);

/// The same checks for bytes that are here already.
[[nodiscard]] Text checked_text(std::string bytes, const std::filesystem::path& shown);

/// The offset of the first byte that is not part of valid UTF-8.
[[nodiscard]] std::optional<std::size_t> invalid_utf8(std::string_view text) noexcept;

} // namespace runner
