// How an error looks: where, what, the line with a caret, what the server added, what is true now,
// what to do next.
#pragma once

#include "cli/paint.hpp"

#include <runner/error.hpp>
#include <runner/plan.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// One text for each thing that is wrong, without the word "error". No line but the first of each
/// starts with anything foreign.
[[nodiscard]] std::vector<std::string> error_view(const Error& error, const Paint& paint);

/// One of them, with its place.
[[nodiscard]] std::string complaint_view(const Complaint& complaint, const Paint& paint);

/// The same for a problem that is no exception yet.
[[nodiscard]] std::string problem_view(const Problem& problem, const Paint& paint);

/// "edited", as JSON and people spell it.
[[nodiscard]] std::string_view problem_name(Problem::Kind kind) noexcept;

/// Lines of `text` below a message, each behind "  | "; those of a diff in its colours.
[[nodiscard]] std::string quoted(std::string_view text, const Paint& paint);

} // namespace runner::cli
