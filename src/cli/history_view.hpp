// `history` for people and for scripts.
#pragma once

#include "cli/paint.hpp"

#include <runner/history_log.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// One line an event.
[[nodiscard]] std::string history_lines(const std::vector<Event>& events, const Paint& paint);

/// Everything that is known of each.
[[nodiscard]] std::string history_details(const std::vector<Event>& events, const Paint& paint);

[[nodiscard]] std::string json_history(const std::vector<Event>& events);

} // namespace runner::cli
