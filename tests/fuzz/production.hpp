// The grammar, read: what its words stand for.
#pragma once

#include "program.hpp"
#include "token_writer.hpp"

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

namespace runner::fuzz {

/// A kind of token that has no single spelling.
struct Lexical {
    std::string_view name;
    void (TokenWriter::*write)();
};

struct Keyword {
    std::string_view text;
};

struct Punctuation {
    std::string_view text;
};

struct RuleReference {
    std::size_t index; ///< in productions()
};

struct Symbol {
    std::variant<Keyword, Punctuation, RuleReference, const Lexical*, Construct> what;
    bool glued = false;
};

using Production = std::vector<Symbol>;

/// For each rule of the grammar the ways to write it.
[[nodiscard]] const std::vector<std::vector<Production>>& productions();

/// The index of a rule in productions().
[[nodiscard]] std::size_t rule_called(std::string_view name);

} // namespace runner::fuzz
