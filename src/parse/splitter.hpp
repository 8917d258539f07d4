// Tokens -> statements. The parser behind StatementReader, for those who also want the tokens.
#pragma once

#include "parse/command.hpp"
#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class Fingerprint;

/// Positions of offsets that only grow, so that each byte of a text is looked at once.
class PositionCounter {
public:
    explicit PositionCounter(std::string_view text) noexcept : text_(text) {}

    Position at(std::size_t offset) noexcept;

private:
    std::string_view text_;
    std::size_t offset_ = 0;
    Position position_;
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

    /// Where the first token begins, or a psql command; the size of the text when there is none.
    [[nodiscard]] std::size_t first_token() const noexcept { return first_token_; }

private:
    /// Where we are in `BEGIN ATOMIC … END`.
    enum class Body { none, begin, inside };

    void take(const Token& token);
    void open_statement(const Token& token);
    void follow_body(const Token& token);
    [[nodiscard]] bool ends_statement(const Token& token) const noexcept;
    Statement close_statement();
    bool end_of_text();
    Span take_copy_rows(std::size_t semicolon);
    [[noreturn]] void refuse_psql_command(const Token& token) const;
    void check_is_closed() const;

    Lexer lexer_;
    PositionCounter counter_;
    Fingerprint* fingerprint_;
    std::size_t first_token_;

    // The statement that is being read.
    bool open_ = false;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Position position_;
    Command command_;
    std::vector<std::size_t> parentheses_; ///< offsets of those that are open
    Body body_ = Body::none;
    std::size_t body_begin_ = 0;
    bool body_statement_ended_ = false;

    /// Behind the rows that belong to the COPYs of the line that is being read.
    std::optional<std::size_t> behind_rows_;
};

} // namespace runner
