// Files × history -> the rows a person may want to change by hand. Pure.
#pragma once

#include <runner/history.hpp>
#include <runner/integrity.hpp>
#include <runner/plan.hpp>

#include <optional>
#include <vector>

namespace runner {

/// By version, without diffs. Bodies of the files whose checksums differ must have been read.
/// Throws Error{usage} when a named version is not applied.
[[nodiscard]] RepairReport
find_repairs(const Sources& sources, const History& history, const RepairRequest& request);

/// A step for each migration up to `version` that is not applied. Throws Error{usage} when there is
/// no such file, Error{partial} when one of them stopped half way.
[[nodiscard]] Plan
plan_baseline(const Sources& sources, const History& history, const Version& version);

/// The rows above `last`, newest first. Throws likewise.
[[nodiscard]] std::vector<Applied>
rows_above(const History& history, const std::optional<Version>& last);

} // namespace runner
