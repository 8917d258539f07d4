// What a kernel makes of the marks of a block, for bytes.cpp alone: written once, and made once
// more for each kernel with the instructions that it may use.
#pragma once

#include "parse/bytes.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#define RUNNER_IN_KERNEL [[gnu::always_inline]] inline

namespace runner::bytes {

/// Of the runs of `space` that stand between two bytes of `kind`, the last byte.
[[nodiscard]] inline std::uint64_t between(std::uint64_t space, std::uint64_t kind) noexcept {
    // Adding a run's first bit to the run carries to the bit behind it.
    const auto behind_run = (space + (space & (kind << 1U))) & ~space;
    return (behind_run & kind) >> 1U;
}

/// Looks for `\n\.` in blocks that follow each other.
struct RowEnd {
    std::uint64_t line_ends_before = 0;
    std::uint64_t backslash_before = 0;

    /// Of the block's dots those that end one.
    RUNNER_IN_KERNEL std::uint64_t
    find(std::uint64_t line_ends, std::uint64_t backslashes, std::uint64_t dots) noexcept {
        const auto found =
            dots & (backslashes << 1U | backslash_before) & (line_ends << 2U | line_ends_before);
        line_ends_before = line_ends >> (block - 2);
        backslash_before = backslashes >> (block - 1);
        return found;
    }
};

/// All that is known of a block of plain text.
struct Block {
    std::uint64_t space = 0;
    std::uint64_t word = 0;
    std::uint64_t operators = 0;
    std::uint64_t stop = 0;    ///< ' " $ ; \ alone
    std::uint64_t comment = 0; ///< - / as they begin a comment, but also alone
    std::uint64_t open = 0;
    std::uint64_t close = 0;
};

/// What closes too much closes nothing.
RUNNER_IN_KERNEL void
count_parentheses(std::size_t& depth, std::uint64_t open, std::uint64_t close) noexcept {
    const auto how_many = [](std::uint64_t bits) {
        return static_cast<std::size_t>(std::popcount(bits));
    };
    // Those that are open where the first one closes are nearly always enough for all of them.
    const auto before_closing = open & ~close & (close - 1);
    if (how_many(close) <= depth + how_many(before_closing)) {
        depth += how_many(open) - how_many(close);
        return;
    }
    for (auto both = open | close; both != 0; both &= both - 1) {
        if ((open & both & (~both + 1)) != 0) {
            ++depth;
        } else {
            depth -= depth > 0 ? 1 : 0;
        }
    }
}

[[nodiscard]] constexpr bool begins_comment(const char* at) noexcept {
    return (at[0] == '-' && at[1] == '-') || (at[0] == '/' && at[1] == '*');
}

/// The bytes of tokens up to the end of the step.
RUNNER_IN_KERNEL std::uint64_t find_end(Step& step, const Block& marks) noexcept {
    const auto present = ~bits_from(step.room);
    step.end = step.room;
    step.stops = false;
    auto ends = (marks.stop | marks.comment) & present & ~std::uint64_t{step.begun};
    for (; ends != 0; ends &= ends - 1) {
        const auto place = static_cast<unsigned>(std::countr_zero(ends));
        const bool last = place + 1 == step.room;
        step.stops =
            (marks.stop >> place & 1U) != 0 || (!last && begins_comment(step.from + place));
        // What stands behind a whole block is not seen.
        if (step.stops || (last && step.room == block)) {
            step.end = place;
            break;
        }
    }
    return ~marks.space & ~bits_from(step.end);
}

RUNNER_IN_KERNEL void finish(Step& step, const Block& marks, std::uint64_t tokens) noexcept {
    step.tokens_end = static_cast<unsigned>(std::bit_width(tokens));
    const auto inside = ~bits_from(step.end);
    count_parentheses(step.depth, marks.open & inside, marks.close & inside);
}

RUNNER_IN_KERNEL void read_step(Step& step, const Block& marks) noexcept {
    finish(step, marks, find_end(step, marks));
}

/// Which bytes are written.
RUNNER_IN_KERNEL std::uint64_t write_step(Step& step, const Block& marks) noexcept {
    auto tokens = find_end(step, marks);
    step.operators_meet = false;
    if (tokens == 0) {
        step.gap = step.gap || step.end != 0;
        step.tokens_end = 0;
        return 0;
    }
    const auto first_bit = tokens & (~tokens + 1);
    const auto gaps = ~tokens & ~(first_bit - 1); // and what is behind the last token
    if (step.gap || first_bit != 1) {
        const auto before = glue(step.last);
        if (before == in_operator && (marks.operators & first_bit) != 0) {
            step.end = static_cast<unsigned>(std::countr_zero(tokens));
            step.stops = false;
            step.tokens_end = 0;
            step.operators_meet = true;
            return 0;
        }
        *step.to = ' ';
        step.to += before == in_word && (marks.word & first_bit) != 0 ? 1 : 0;
    }
    if (const auto meeting = between(gaps, marks.operators & tokens); meeting != 0) {
        step.end = static_cast<unsigned>(std::countr_zero(meeting)) + 1;
        step.stops = false;
        step.operators_meet = true;
        tokens &= ~bits_from(step.end);
    }
    finish(step, marks, tokens);
    step.last = step.from[step.tokens_end - 1];
    step.gap = step.tokens_end != step.end;
    return tokens | between(gaps, marks.word & tokens);
}

} // namespace runner::bytes
