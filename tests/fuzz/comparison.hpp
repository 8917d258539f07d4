// One text, split by runner and by the judge.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace runner::fuzz {

enum class Verdict {
    agreed,
    refused,       ///< the judge's grammar does not take the text
    not_judged,    ///< rows or escapes are not where they were put: nobody knows
    crossing,      ///< a statement goes on behind the rows of a COPY on its line: runner refuses it
    disagreed,     ///< other statements, or an error of ours where the judge has none
    broken_promise ///< wrong whoever is right: spans out of order, a fingerprint that changes
};

constexpr std::size_t verdict_count = 6;

struct Comparison {
    Verdict verdict = Verdict::agreed;
    std::string ours; ///< statements in bars, rows in braces, or the error
    std::string theirs;
};

/// `for_judge` is as long as `text`, with the rows of COPYs hidden.
[[nodiscard]] Comparison compare(const std::string& text, const std::string& for_judge);

/// Bytes that a terminal could take amiss as escapes.
[[nodiscard]] std::string visible(std::string_view text);

} // namespace runner::fuzz
