// A text to split, with a second spelling of the same length for the judge.
//
// The judge's grammar is that of PostgreSQL 15 and its library has gaps. Where it cannot read what
// a newer server or psql can, it gets other bytes that mean the same for the question where
// statements end:
// - rows of a COPY are hidden (judge.hpp); psql lines are blanks;
// - `0x1F` and `1_000` (PostgreSQL 16) are digits; a vertical tab (16) is a blank;
// - comments between the lines of a string that goes on, and behind the tokens after which the
//   grammar looks ahead (NOT, NULLS, WITH, UESCAPE, U& strings and names), are blanks: libpg_query
//   made comments tokens and has forgotten these places;
// - escapes in plain strings behind `SET standard_conforming_strings = off` are letters: the judge
//   carries out no SET.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runner::fuzz {

/// The hard pieces, counted so that a run shows what it has looked at.
enum class Construct : unsigned char {
    plain_string,
    escape_string,
    bit_string,
    national_string,
    unicode_string,
    continued_string,
    dollar_quote,
    dollar_in_name,
    parameter,
    quoted_name,
    unicode_name,
    random_operator,
    operator_before_comment,
    sign_run,
    odd_number,
    radix_number,
    line_comment,
    nested_comment,
    carriage_return_newline,
    lone_carriage_return,
    form_feed,
    vertical_tab,
    long_piece,
    empty_statement,
    no_last_semicolon,
    atomic_body,
    atomic_in_atomic,
    case_in_atomic,
    name_of_body_word,
    rule_actions,
    schema_elements,
    copy_rows,
    copies_on_one_line,
    statement_behind_copy,
    psql_line,
    escapes_in_plain_string,
};

constexpr std::array<std::string_view, 36> construct_names = {
    "plain_string",
    "escape_string",
    "bit_string",
    "national_string",
    "unicode_string",
    "continued_string",
    "dollar_quote",
    "dollar_in_name",
    "parameter",
    "quoted_name",
    "unicode_name",
    "random_operator",
    "operator_before_comment",
    "sign_run",
    "odd_number",
    "radix_number",
    "line_comment",
    "nested_comment",
    "carriage_return_newline",
    "lone_carriage_return",
    "form_feed",
    "vertical_tab",
    "long_piece",
    "empty_statement",
    "no_last_semicolon",
    "atomic_body",
    "atomic_in_atomic",
    "case_in_atomic",
    "name_of_body_word",
    "rule_actions",
    "schema_elements",
    "copy_rows",
    "copies_on_one_line",
    "statement_behind_copy",
    "psql_line",
    "escapes_in_plain_string",
};

constexpr std::size_t construct_count = construct_names.size();
static_assert(construct_count == static_cast<std::size_t>(Construct::escapes_in_plain_string) + 1);

struct Program {
    std::string text;
    std::string for_judge;           ///< as long as `text`
    std::vector<std::size_t> pieces; ///< where each begins
    std::array<bool, construct_count> holds{};

    void add(std::string_view piece) { add(piece, piece); }

    void add(std::string_view piece, std::string_view piece_for_judge) {
        pieces.push_back(text.size());
        text += piece;
        for_judge += piece_for_judge;
    }

    void mark(Construct construct) { holds[static_cast<std::size_t>(construct)] = true; }

    /// Where the piece ends that begins at pieces[index].
    [[nodiscard]] std::size_t end_of(std::size_t index) const {
        return index + 1 < pieces.size() ? pieces[index + 1] : text.size();
    }
};

} // namespace runner::fuzz
