// Text -> tokens, one at a time, as PostgreSQL's own lexer cuts them. Comments and layout are
// skipped; nothing is copied.
#pragma once

#include "parse/plain_text.hpp"

#include <runner/migration.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

enum class TokenKind : unsigned char {
    end,
    word,         ///< a keyword or a name without quotes
    quoted_name,  ///< "…" and U&"…"
    string,       ///< '…' with any prefix
    continuation, ///< '…' that goes on with the string on an earlier line
    dollar_quoted,
    number,
    parameter, ///< $1
    operator_run,
    punctuation,
    psql_command, ///< from a backslash to the end of the line
    other,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t offset = 0;
    std::string_view text;

    [[nodiscard]] std::size_t end() const noexcept { return offset + text.size(); }

    [[nodiscard]] bool is(char punctuation) const noexcept {
        return kind == TokenKind::punctuation && text.front() == punctuation;
    }

    /// A word in any letter case; `keyword` is in upper case.
    [[nodiscard]] bool is(std::string_view keyword) const noexcept {
        return kind == TokenKind::word && text.size() == keyword.size() &&
               std::equal(text.begin(), text.end(), keyword.begin(), [](char byte, char expected) {
                   return byte == expected ||
                          (byte >= 'a' && byte <= 'z' && byte - 'a' + 'A' == expected);
               });
    }
};

class Lexer {
public:
    /// `path` is only shown in errors.
    Lexer(Text text, std::filesystem::path path);

    /// Offsets of comments that look like directives are added to `marked` from now on, once. It
    /// outlives the lexer.
    void collect_marked_comments(std::vector<std::size_t>& marked) { marked_ = &marked; }

    /// To the next token, without reading it. Throws Error{source}.
    void skip_layout();
    /// Throws Error{source} at where an unfinished comment, string or name began.
    Token next();
    /// Past everything that need not be a token: stops at each semicolon, and at what next() has to
    /// decide. Adds to `depth`, the number of open parentheses, and writes to `canonical`, which
    /// may be null. Returns the offset behind the last token, `end` when there was none. Throws
    /// like next().
    std::size_t skip_plain(std::size_t& depth, std::size_t end, CanonicalText* canonical);

    /// True when a semicolon was next.
    [[nodiscard]] bool take_semicolon() noexcept {
        const bool found = offset_ < end_ && text_.view()[offset_] == ';';
        offset_ += found ? 1 : 0;
        return found;
    }

    /// What standard_conforming_strings says from now on. It is on at the beginning.
    [[nodiscard]] bool standard_strings() const noexcept { return standard_strings_; }

    void use_standard_strings(bool on) noexcept { standard_strings_ = on; }

    /// The rows of a COPY that begin at `offset`; empty when no line `\.` ends them.
    /// Writes them to `canonical`, which may be null. Memory does not grow with them.
    std::optional<CopyRows> copy_rows(std::size_t offset, CanonicalText* canonical) const;
    /// The offset behind the line `\.` at `offset`, which is `offset` when there is none.
    [[nodiscard]] std::size_t behind_copy_end(std::size_t offset) const;

    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

    /// The text seems to end there until resume() is called.
    void stop_at(std::size_t end) noexcept { end_ = end; }

    void resume(std::size_t offset) noexcept;
    /// To where a token begins that has been read.
    void go_back(std::size_t offset) noexcept;

    [[nodiscard]] const Text& text() const noexcept { return text_; }

    [[noreturn]] void fail(const std::string& message, std::size_t offset) const;

private:
    struct State;

    template <typename Rule>
    bool match(State& state);
    [[nodiscard]] bool continue_string(Token& token);
    /// What has been read up to `at` need not stay in memory.
    void pass(const char* at) noexcept;

    Text text_;
    std::filesystem::path path_;
    PlainText plain_;
    std::vector<std::size_t>* marked_ = nullptr;
    bool standard_strings_ = true;
    std::size_t offset_ = 0;
    std::size_t passed_ = 0; ///< in memory from here on
    std::size_t end_ = 0;
    bool behind_string_ = false;
    bool behind_escape_string_ = false;
};

} // namespace runner
