// PostgreSQL's own lexer and grammar, through libpg_query, as the judge of where statements end.
#pragma once

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::fuzz {

struct JudgedStatement {
    Span span;               ///< from the first token to the last, like Statement::span
    std::size_t end = 0;     ///< of its semicolon, or the end of the text
    bool reads_rows = false; ///< COPY … FROM stdin
    /// What it makes of standard_conforming_strings for the statements behind it.
    std::optional<bool> standard_strings;
};

struct Judgement {
    std::vector<JudgedStatement> statements;
    std::vector<Span> comments;
    std::string refusal; ///< what the grammar says about a text that it does not accept

    [[nodiscard]] bool accepted() const noexcept { return refusal.empty(); }
};

/// The grammar is that of PostgreSQL 15 and knows nothing of rows behind a COPY: they must be
/// hidden. A text with a NUL is refused.
[[nodiscard]] Judgement judge(const std::string& text);

} // namespace runner::fuzz
