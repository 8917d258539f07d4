#include "parse/edit_distance.hpp"

#include <algorithm>
#include <array>

namespace runner {
namespace {

char lower(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

} // namespace

// Levenshtein's distance, a row of the table at a time.
std::size_t edit_distance(std::string_view one, std::string_view other) {
    one = one.substr(0, longest_compared);
    other = other.substr(0, longest_compared);
    std::array<std::size_t, longest_compared + 1> row{};
    for (std::size_t column = 0; column <= other.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= one.size(); ++line) {
        std::size_t diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column <= other.size(); ++column) {
            const bool same = lower(one[line - 1]) == lower(other[column - 1]);
            const auto replaced = diagonal + (same ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({row[column] + 1, row[column - 1] + 1, replaced});
        }
    }
    return row[other.size()];
}

} // namespace runner
