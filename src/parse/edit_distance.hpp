// How far apart two short words are, to name what a misspelled one may have meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace runner {

/// Longer words are cut before they are compared; no word of ours is as long.
constexpr std::size_t longest_compared = 32;

/// Letters to insert, remove, replace or swap with their neighbour, whatever their case.
[[nodiscard]] std::size_t edit_distance(std::string_view one, std::string_view other);

} // namespace runner
