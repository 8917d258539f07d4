// The tokens of a text, as PostgreSQL's own lexer cuts them.
#pragma once

#include <runner/migration.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace runner::fuzz {

/// Numbers of `enum Token` in pg_query.proto.
namespace token_number {
constexpr std::uint64_t left_parenthesis = 40;
constexpr std::uint64_t right_parenthesis = 41;
constexpr std::uint64_t dot = 46;
constexpr std::uint64_t line_comment = 275;
constexpr std::uint64_t block_comment = 276;
} // namespace token_number

/// The span's end is not to be relied on: a string's is behind the blanks in which the lexer looked
/// for another piece, and that of a U& string in front of the string.
struct ScannedToken {
    Span span;
    std::uint64_t number = 0;
};

/// Comments are tokens. `refusal` is what the lexer says of a text that it does not take.
[[nodiscard]] std::vector<ScannedToken> scan(const std::string& text, std::string& refusal);

[[nodiscard]] inline bool is_comment(const ScannedToken& token) {
    return token.number == token_number::line_comment ||
           token.number == token_number::block_comment;
}

[[nodiscard]] inline std::string_view of(std::string_view text, const ScannedToken& token) {
    return text.substr(token.span.offset, token.span.length);
}

} // namespace runner::fuzz
