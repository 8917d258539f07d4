// New files, and the statements of one: what needs no database.
#pragma once

#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// Calls `each` for every statement, in order. `name` is only shown in errors.
/// Throws Error{source} with the place where an unfinished construct began.
void split(
    const Text& text,
    const std::filesystem::path& name,
    const std::function<void(const Statement&)>& each
);

/// Reads or maps a file for split(). Throws Error{source}; a NUL byte or invalid UTF-8 is one.
[[nodiscard]] Text read_text(const std::filesystem::path& path);

/// Bytes that came from elsewhere, standard input for example, with the same checks.
[[nodiscard]] Text text_of(std::string bytes, const std::filesystem::path& name);

struct NewMigration {
    std::string name;               ///< any words; they become `some_words`
    std::optional<Version> version; ///< empty: the next free one
    bool timestamp = false;         ///< else the style of the files that are there
};

/// Writes the next pair; never overwrites. Returns both paths.
std::vector<std::filesystem::path> create_migration(const Options&, const NewMigration&);

/// `runner.toml`, `migrations/`, `seeds/` with an example each, below `folder`; what is there
/// stays. Returns what was written.
std::vector<std::filesystem::path> create_project(const std::filesystem::path& folder);

} // namespace runner
