// A plan as people read it.
#pragma once

#include <runner/planning.hpp>

#include <cstdint>
#include <string>

namespace runner::cli {

/// "about 1.2 million rows"; "rows not counted yet" when the server does not know.
[[nodiscard]] std::string rows_text(const std::optional<std::int64_t>& rows);

/// "480 MB", in the units of pg_size_pretty().
[[nodiscard]] std::string bytes_text(std::int64_t bytes);

/// A line for each file, below it what it does and to which tables; with `every_statement` each of
/// its statements with line and column. The hash of the plan at the end. Empty for an empty plan.
[[nodiscard]] std::string plan_view(const PlanReview& review, bool atomic, bool every_statement);

/// A line for each file: what became of it.
[[nodiscard]] std::string rehearsal_view(const Rehearsal& rehearsal);

} // namespace runner::cli
