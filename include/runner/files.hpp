// New files, and the statements of one: what needs no database.
#pragma once

#include <runner/interrupt.hpp>
#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// Calls `each` for every statement, in order, until it returns false. `name` is only shown in
/// errors. Throws Error{source} with the place where an unfinished construct began.
void split(
    const Text& text,
    const std::filesystem::path& name,
    const std::function<bool(const Statement&)>& each
);

/// Reads a text for split(): a file, a FIFO, or a device such as `/dev/stdin`. Throws
/// Error{source}; a NUL byte or invalid UTF-8 is one. Throws Error{interrupted} while it waits for
/// a writer; `interrupt` may be null.
[[nodiscard]] Text
read_text(const std::filesystem::path& path, const Interrupt* interrupt = nullptr);

/// The same from an open descriptor, from where it stands to its end; it stays open. `name` is only
/// shown in errors. Large files are mapped; a long stream becomes one, without a name, in the
/// folder that the environment names in TMPDIR, else in /tmp.
[[nodiscard]] Text
read_text(int descriptor, const std::filesystem::path& name, const Interrupt* interrupt = nullptr);

struct NewMigration {
    std::string name;               ///< any words; they become `some_words`
    std::optional<Version> version; ///< empty: the next free one
    bool timestamp = false;         ///< else the style of the files that are there
};

/// Writes the next pair; never overwrites. Returns both paths. With Options::sum it adds them to
/// runner.sum and starts one when there is none; what else has changed stays as it is there.
std::vector<std::filesystem::path> create_migration(const Options&, const NewMigration&);

/// `runner.toml`, `migrations/`, `seeds/` with an example each, below `folder`; what is there
/// stays. Returns what was written.
std::vector<std::filesystem::path> create_project(const std::filesystem::path& folder);

} // namespace runner
