// Tokens -> statements. The parser behind StatementReader, for those who also want the tokens.
#pragma once

#include "parse/command.hpp"
#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class CanonicalText;
class Fingerprint;

/// Positions of offsets that only grow, so that each byte of a text is looked at once.
class PositionCounter {
public:
    /// `text` outlives the counter.
    explicit PositionCounter(const Text& text) noexcept : text_(text) {}

    Position at(std::size_t offset) noexcept;

    /// Their lines have been counted. Behind all that was said so before.
    void expect(const CopyRows& rows) { counted_.push_back(rows); }

private:
    void pass_to(std::size_t offset) noexcept;
    void pass(std::string_view bytes) noexcept;

    const Text& text_;
    std::size_t offset_ = 0;
    Position position_;
    std::vector<CopyRows> counted_;
};

class Splitter {
public:
    /// `path` is only shown in errors; `fingerprint`, which may be null, is told everything that
    /// counts and outlives the splitter.
    Splitter(const Text& text, const std::filesystem::path& path, Fingerprint* fingerprint);

    /// Empty at the end. Throws Error{source} with the place where an unfinished construct began.
    std::optional<Statement> next();

    /// See Lexer.
    void collect_marked_comments(std::vector<std::size_t>& marked) {
        lexer_.collect_marked_comments(marked);
    }

    /// Rows of more than a mebibyte are added to `found`, which outlives the splitter.
    void collect_long_rows(std::vector<CopyRows>& found) { found_rows_ = &found; }

    /// What that has found in this text.
    void use_long_rows(std::span<const CopyRows> known) { known_rows_ = known; }

    /// Where the first token begins, or a psql command; the size of the text when there is none.
    [[nodiscard]] std::size_t first_token() const noexcept { return first_token_; }

    /// What standard_conforming_strings said when the last statement was read.
    [[nodiscard]] bool standard_strings() const noexcept { return standard_strings_; }

private:
    /// Where we are with `BEGIN ATOMIC … END`; none where there cannot be one.
    enum class Body { none, possible, inside };

    void open_statement(const Token& token);
    void look_ahead(const Token& first);
    [[nodiscard]] bool may_have_body();
    void read_statement();
    [[nodiscard]] bool take(const Token& token);
    void follow_body(const Token& token);
    Statement close_statement();
    bool end_of_text();
    void release_what_was_read() noexcept;
    Span take_copy_rows(std::size_t semicolon);
    [[nodiscard]] std::optional<CopyRows> known_rows(std::size_t begin);
    [[noreturn]] void refuse_psql_command(const Token& token) const;
    void check_is_closed() const;
    [[nodiscard]] std::size_t open_parenthesis() const;

    Lexer lexer_;
    PositionCounter counter_;
    Fingerprint* fingerprint_;
    CanonicalText* canonical_;
    std::vector<CopyRows>* found_rows_ = nullptr;
    std::span<const CopyRows> known_rows_; ///< those that come
    std::size_t first_token_;
    std::size_t released_ = 0;

    // The statement that is being read.
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Position position_;
    Command command_;
    bool standard_strings_ = true;
    std::size_t depth_ = 0; ///< parentheses that are open
    Body body_ = Body::none;
    std::vector<std::size_t> bodies_; ///< offsets of the BEGINs we are behind, the outermost first
    std::optional<std::size_t> begin_of_body_; ///< a BEGIN that was the last token
    Command inner_command_;                    ///< of the statement of the body
    bool body_statement_ended_ = false;

    /// Behind the rows that belong to the COPYs of the line that is being read.
    std::optional<std::size_t> behind_rows_;
};

} // namespace runner
