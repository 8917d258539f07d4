// runner.sum on the disk.
#pragma once

#include "discover/sum.hpp"

#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace runner {

/// "migrations/runner.sum"
[[nodiscard]] std::filesystem::path sum_path(const Options& options);

/// Sorted lines for the files in the folder. What `known` has read already is not read again: its
/// checksums are those of the bytes that run. Throws Error{usage} for a missing folder,
/// Error{source} for files that cannot be read.
[[nodiscard]] std::vector<SumLine> folder_lines(const Options& options, const Sources& known);

/// Empty when there is none. Throws Error{source} when it cannot be read.
[[nodiscard]] std::optional<Sum> read_sum(const Options& options);

/// Where the sum and the files disagree; empty, too, without a sum. Nothing is thrown for a sum
/// that cannot be read: that is one of the problems.
[[nodiscard]] std::vector<Problem> sum_problems(const Options& options, const Sources& known);

/// Throws Error{source} unless there is a sum and it agrees.
void require_sum(const Options& options, const Sources& known);

/// The lines of the sum as they are, to add some to them; without a sum, those of the folder.
/// Throws Error{source} when it cannot be read or does not hold together: writing it again would
/// hide that.
[[nodiscard]] std::vector<SumLine> lines_to_extend(const Options& options, const Sources& known);

/// Replaces the file at once, or leaves it when it says this already. Returns whether it wrote.
bool write_sum_lines(const Options& options, std::vector<SumLine> lines);

} // namespace runner
