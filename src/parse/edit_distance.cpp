#include "parse/edit_distance.hpp"

#include <algorithm>
#include <array>

namespace runner {
namespace {

char lower(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool same(char one, char other) noexcept {
    return lower(one) == lower(other);
}

} // namespace

// Levenshtein's distance, in which a swap counts once since it is one slip of the fingers.
std::size_t edit_distance(std::string_view one, std::string_view other) {
    one = one.substr(0, longest_compared);
    other = other.substr(0, longest_compared);
    using Row = std::array<std::size_t, longest_compared + 1>;
    Row before_last{};
    Row last{};
    Row row{};
    for (std::size_t column = 0; column <= other.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= one.size(); ++line) {
        before_last = last;
        last = row;
        row[0] = line;
        for (std::size_t column = 1; column <= other.size(); ++column) {
            const std::size_t replaced = same(one[line - 1], other[column - 1]) ? 0 : 1;
            row[column] =
                std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + replaced});
            if (line > 1 && column > 1 && same(one[line - 1], other[column - 2]) &&
                same(one[line - 2], other[column - 1])) {
                row[column] = std::min(row[column], before_last[column - 2] + 1);
            }
        }
    }
    return row[other.size()];
}

} // namespace runner
