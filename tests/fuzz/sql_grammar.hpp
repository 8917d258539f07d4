// What programs are made of: productions in words, chosen at random. It is the part of SQL in which
// the ends of statements are hard to see, with enough of the rest around it. PostgreSQL 15 accepts
// all of it, whether or not it makes sense.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace runner::fuzz {

/// A rule and the ways to write it. In a production
/// - `<rule>` is another rule or a kind of token (program_writer.cpp);
/// - `~` in front of a token: no layout before it;
/// - `#construct` counts a hard piece;
/// - everything else is a keyword or punctuation.
/// The first production is the way out when a program gets long, so it must not lead back.
struct GrammarRule {
    std::string_view name;
    std::span<const std::string_view> productions;
};

[[nodiscard]] std::span<const GrammarRule> query_grammar();
[[nodiscard]] std::span<const GrammarRule> statement_grammar();

} // namespace runner::fuzz
