// Edit distance in which two swapped neighbours are one error, since that is how people mistype.
#include "cli/suggestion.hpp"

#include <algorithm>

namespace runner::cli {
namespace {

std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::vector<std::size_t>> table(
        left.size() + 1, std::vector<std::size_t>(right.size() + 1)
    );
    for (std::size_t i = 0; i <= left.size(); ++i) {
        for (std::size_t j = 0; j <= right.size(); ++j) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            const std::size_t changed = left[i - 1] == right[j - 1] ? 0 : 1;
            table[i][j] =
                std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + changed});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
            }
        }
    }
    return table[left.size()][right.size()];
}

} // namespace

std::string nearest(std::string_view typed, const std::vector<std::string_view>& candidates) {
    // Longer than any name of ours: no typing error, and the table would be needlessly large.
    if (typed.size() > 64) {
        return {};
    }
    std::string best;
    // One error in three letters; a word that is wholly different is no suggestion.
    std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;
    for (const auto candidate : candidates) {
        const auto errors = distance(typed, candidate);
        if (errors < best_distance && errors < candidate.size()) {
            best = candidate;
            best_distance = errors;
        }
    }
    if (best.empty() && typed.size() >= 3) {
        const auto longer = std::ranges::find_if(candidates, [typed](std::string_view candidate) {
            return candidate.starts_with(typed);
        });
        if (longer != candidates.end()) {
            best = *longer;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& candidates) {
    const auto name = nearest(typed, candidates);
    return name.empty() ? std::string() : "; did you mean " + name + "?";
}

} // namespace runner::cli
