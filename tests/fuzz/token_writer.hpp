// Writes tokens into a program in all the ways they can be spelled, with layout between them.
#pragma once

#include "program.hpp"
#include "random_source.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace runner::fuzz {

class TokenWriter {
public:
    /// Without `substitutes` both spellings are the same, except for the rows of a COPY: such a
    /// program can be damaged, and the judge reads what runner reads.
    TokenWriter(RandomSource& random, Program& program, bool substitutes);

    /// In random letter case, with layout in front of it.
    void word(std::string_view keyword);
    void punctuation(std::string_view text);

    /// The next token has no layout in front of it.
    void glue() { glued_ = true; }

    void name();
    void label();      ///< a name behind AS or a dot, where every keyword is one
    void bare_label(); ///< a name behind an expression
    void function_name();
    void plain_string();
    void string_constant(); ///< everything the grammar calls Sconst
    void body_string();     ///< the text of a function
    void bits();
    void national_string();
    void integer();
    void number();
    void parameter();
    void infix_operator();
    void prefix_operator();
    void named_operator(); ///< for CREATE OPERATOR
    void signs();

    void layout();
    void line_break();
    void empty_statements();
    void psql_line();
    /// The line `\.` behind them included.
    void rows(bool last_line_may_end_the_text);

    /// From now on nothing holds a line feed.
    void stay_on_line(bool stay) { on_one_line_ = stay; }

    /// What SET standard_conforming_strings makes of the strings behind it.
    void escapes_in_plain_strings(bool escapes) { plain_escapes_ = escapes; }

    [[nodiscard]] bool substitutes() const { return substitutes_; }

private:
    enum class Breaks { line_feed, carriage_return_line_feed, carriage_return, mixed };

    void separate(std::string_view token);

    void token(std::string_view text) { token(text, text); }

    void token(std::string_view text, std::string_view for_judge);
    void blank();
    void line_comment();
    void block_comment();
    std::string comment_text(std::size_t depth);
    std::string long_run();
    [[nodiscard]] std::string_view next_break();
    void quoted(std::string_view prefix, std::span<const std::string_view> parts);
    void plain_string_with_escapes(std::string_view prefix);
    void escape_string();
    void unicode_string();
    void dollar_quote();
    void continuation(std::span<const std::string_view> parts);
    void unicode_escape_character();
    std::string inside(std::span<const std::string_view> parts);
    std::string random_operator();

    RandomSource& random_;
    Program& program_;
    bool substitutes_;
    Breaks breaks_;
    bool glued_ = false;
    bool looks_ahead_ = false; ///< the judge takes no comment behind the last token
    bool on_one_line_ = false;
    bool plain_escapes_ = false;
};

} // namespace runner::fuzz
