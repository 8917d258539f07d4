// Longest common subsequence by the greedy algorithm of Myers (1986), "An O(ND) Difference
// Algorithm and Its Variations", bounded: beyond max_edits the middle is shown as replaced.
#include "plan/diff.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <vector>

namespace runner {
namespace {

// The trace takes max_edits² / 2 words: 16 MiB.
constexpr int max_edits = 2000;
constexpr std::size_t context_lines = 3;

using Lines = std::vector<std::string_view>;

struct Edit {
    char mark; ///< ' ', '-' or '+'
    std::size_t before;
    std::size_t after;
};

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Diagonals run from -edits to edits.
std::size_t index(int diagonal, int edits) {
    const int shifted = diagonal + edits;
    return static_cast<std::size_t>(shifted);
}

/// Furthest point on each diagonal, one row for each number of edits; empty when over the bound.
std::vector<std::vector<int>> trace_of(const Lines& before, const Lines& after) {
    const int rows = static_cast<int>(before.size());
    const int columns = static_cast<int>(after.size());
    std::vector<std::vector<int>> trace;
    for (int edits = 0; edits <= std::min(rows + columns, max_edits); ++edits) {
        const auto diagonals = static_cast<std::size_t>(edits) * 2 + 1;
        std::vector<int> furthest(diagonals);
        for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int x = 0;
            if (edits > 0) {
                const auto& last = trace.back();
                const auto at = [&](int k) { return last[index(k, edits - 1)]; };
                const bool down = diagonal == -edits ||
                                  (diagonal != edits && at(diagonal - 1) < at(diagonal + 1));
                x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
            }
            int y = x - diagonal;
            while (x < rows && y < columns &&
                   before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(y)]) {
                ++x;
                ++y;
            }
            furthest[index(diagonal, edits)] = x;
            if (x >= rows && y >= columns) {
                trace.push_back(std::move(furthest));
                return trace;
            }
        }
        trace.push_back(std::move(furthest));
    }
    return {};
}

std::vector<Edit> all_replaced(const Lines& before, const Lines& after) {
    std::vector<Edit> edits;
    for (std::size_t line = 0; line < before.size(); ++line) {
        edits.push_back({'-', line, 0});
    }
    for (std::size_t line = 0; line < after.size(); ++line) {
        edits.push_back({'+', before.size(), line});
    }
    return edits;
}

std::vector<Edit> edits_between(const Lines& before, const Lines& after) {
    const auto trace = trace_of(before, after);
    if (trace.empty()) {
        return all_replaced(before, after);
    }
    std::vector<Edit> edits;
    int x = static_cast<int>(before.size());
    int y = static_cast<int>(after.size());
    const auto add = [&](char mark) {
        edits.push_back({mark, static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
    };
    for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
        const auto& last = trace[static_cast<std::size_t>(d) - 1];
        const auto at = [&](int k) { return last[index(k, d - 1)]; };
        const int diagonal = x - y;
        const bool down = diagonal == -d || (diagonal != d && at(diagonal - 1) < at(diagonal + 1));
        const int start = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
        while (x > start) {
            --x;
            --y;
            add(' ');
        }
        if (down) {
            --y;
            add('+');
        } else {
            --x;
            add('-');
        }
    }
    while (x > 0) {
        --x;
        --y;
        add(' ');
    }
    std::reverse(edits.begin(), edits.end());
    return edits;
}

} // namespace

std::string unified_diff(
    std::string_view before_text,
    std::string_view after_text,
    std::string_view before_name,
    std::string_view after_name
) {
    const auto before = lines_of(before_text);
    const auto after = lines_of(after_text);
    const auto edits = edits_between(before, after);
    const auto changed = [](const Edit& edit) { return edit.mark != ' '; };
    std::string text;
    auto next = std::find_if(edits.begin(), edits.end(), changed);
    while (next != edits.end()) {
        if (text.empty()) {
            text = fmt::format("--- {}\n+++ {}\n", before_name, after_name);
        }
        const auto lead = std::min<std::ptrdiff_t>(context_lines, next - edits.begin());
        const auto first = next - lead;
        auto last = next; // behind the last change of this hunk
        for (auto at = next; at != edits.end(); ++at) {
            if (changed(*at)) {
                last = at + 1;
            } else if (at - last >= static_cast<std::ptrdiff_t>(2 * context_lines)) {
                break;
            }
        }
        const auto end = last + std::min<std::ptrdiff_t>(context_lines, edits.end() - last);
        const auto removed = std::count_if(first, end, [](auto& e) { return e.mark != '+'; });
        const auto added = std::count_if(first, end, [](auto& e) { return e.mark != '-'; });
        text += fmt::format(
            "@@ -{},{} +{},{} @@\n",
            first->before + (removed > 0 ? 1 : 0),
            removed,
            first->after + (added > 0 ? 1 : 0),
            added
        );
        for (auto at = first; at != end; ++at) {
            text += at->mark;
            text += at->mark == '+' ? after[at->after] : before[at->before];
            text += '\n';
        }
        next = std::find_if(end, edits.end(), changed);
    }
    return text;
}

} // namespace runner
