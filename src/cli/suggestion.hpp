// The name somebody meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

/// The candidate that is few enough typing errors away from `typed`, or nothing.
[[nodiscard]] std::string
nearest(std::string_view typed, const std::vector<std::string_view>& candidates);

/// "; did you mean NAME?", or nothing.
[[nodiscard]] std::string
did_you_mean(std::string_view typed, const std::vector<std::string_view>& candidates);

} // namespace runner::cli
