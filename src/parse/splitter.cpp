// A statement ends at a semicolon outside of parentheses and of BEGIN ATOMIC bodies. The rows of a
// COPY begin on the line after its semicolon; what else stands on its line runs after it.
#include "parse/splitter.hpp"

#include "parse/bytes.hpp"
#include "parse/fingerprint.hpp"
#include "parse/long_search.hpp"
#include "parse/psql_commands.hpp"

#include <algorithm>

namespace runner {

namespace {

// What is given back to the system at once: small beside what a process needs anyway, large beside
// the cost of asking for it again.
constexpr std::size_t released_at_once = std::size_t{4} << 20;

// Few of them are in a file.
constexpr std::size_t long_rows = std::size_t{1} << 20;

} // namespace

Position PositionCounter::at(std::size_t offset) noexcept {
    if (!counted_.empty() && counted_.front().span.offset < offset) {
        for (const auto& [span, lines] : counted_) {
            pass_to(span.offset);
            offset_ += span.length;
            position_.line += lines;
            position_.column = 1;
        }
        counted_.clear();
    }
    pass_to(offset);
    return position_;
}

void PositionCounter::pass_to(std::size_t offset) noexcept {
    const auto text = text_.view();
    for (; offset - offset_ > released_at_once; offset_ += released_at_once) {
        pass(text.substr(offset_, released_at_once));
        text_.release({offset_, released_at_once});
    }
    pass(text.substr(offset_, offset - offset_));
    offset_ = offset;
}

void PositionCounter::pass(std::string_view bytes) noexcept {
    position_.line += bytes::kernel.count(bytes, '\n');
    // Statements tend to begin near the beginning of a line.
    std::size_t characters = 0;
    for (; !bytes.empty(); bytes.remove_suffix(1)) {
        if (bytes.back() == '\n') {
            position_.column = 1 + characters;
            return;
        }
        characters += (static_cast<unsigned char>(bytes.back()) & 0xC0U) != 0x80U ? 1 : 0;
    }
    position_.column += characters;
}

Splitter::Splitter(const Text& text, const std::filesystem::path& path, Fingerprint* fingerprint)
    : lexer_(text, path),
      counter_(lexer_.text()),
      fingerprint_(fingerprint),
      canonical_(fingerprint != nullptr ? &fingerprint->text() : nullptr),
      first_token_(text.view().size()) {}

std::optional<Statement> Splitter::next() {
    release_what_was_read();
    for (;;) {
        const auto token = lexer_.next();
        if (token.kind == TokenKind::end) {
            if (!end_of_text()) {
                return std::nullopt;
            }
            continue;
        }
        first_token_ = std::min(first_token_, token.offset);
        if (token.kind == TokenKind::psql_command) {
            if (!is_ignored_psql_command(token.text)) {
                refuse_psql_command(token);
            }
        } else if (!token.is(';')) {
            open_statement(token);
            read_statement();
            return close_statement();
        }
    }
}

/// The system reads the bytes again if somebody asks for them.
void Splitter::release_what_was_read() noexcept {
    if (const auto length = lexer_.offset() - released_; length >= released_at_once) {
        lexer_.text().release({released_, length});
        released_ = lexer_.offset();
    }
}

void Splitter::open_statement(const Token& token) {
    begin_ = token.offset;
    end_ = token.offset;
    position_ = counter_.at(token.offset);
    depth_ = 0;
    body_ = Body::none;
    bodies_.clear();
    standard_strings_ = lexer_.standard_strings();
    begin_of_body_.reset();
    look_ahead(token);
    if (command_.creates_routine() && may_have_body()) {
        body_ = Body::possible;
    }
    lexer_.go_back(begin_);
}

namespace {

/// What stands behind a psql command does not matter: it is refused.
bool ends_look_ahead(const Token& token, std::size_t depth) {
    return token.kind == TokenKind::end || token.kind == TokenKind::psql_command ||
           (token.is(';') && depth == 0);
}

} // namespace

/// The first tokens say what the statement is. After that, nobody asks for tokens any more.
void Splitter::look_ahead(const Token& first) {
    command_ = Command();
    command_.read(first, 0);
    std::size_t depth = first.is('(') ? 1 : 0;
    while (!command_.settled()) {
        const auto token = lexer_.next();
        if (ends_look_ahead(token, depth)) {
            return;
        }
        depth -= token.is(')') && depth > 0 ? 1 : 0;
        command_.read(token, depth);
        depth += token.is('(') ? 1 : 0;
    }
}

/// A body with statements in it begins before the first semicolon.
bool Splitter::may_have_body() {
    std::size_t depth = 0;
    Token token;
    do {
        lexer_.skip_plain(depth, 0, nullptr);
        token = lexer_.next();
    } while (!ends_look_ahead(token, depth));
    return holds(lexer_.text(), {begin_, lexer_.offset() - begin_}, "atomic");
}

void Splitter::read_statement() {
    for (;;) {
        if (body_ == Body::none) {
            end_ = lexer_.skip_plain(depth_, end_, canonical_);
            if (depth_ == 0 && lexer_.take_semicolon()) {
                return; // nearly always
            }
        }
        const auto token = lexer_.next();
        if (token.kind == TokenKind::end) {
            check_is_closed();
            return;
        }
        if (token.kind == TokenKind::psql_command) {
            refuse_psql_command(token);
        }
        if (!take(token)) {
            return;
        }
    }
}

/// False at the semicolon behind the statement.
bool Splitter::take(const Token& token) {
    if (token.is(';') && depth_ == 0 && body_ != Body::inside) {
        return false;
    }
    if (fingerprint_ != nullptr) {
        fingerprint_->add(token, token.offset != end_);
    }
    end_ = token.end();
    depth_ -= token.is(')') && depth_ > 0 ? 1 : 0;
    if (depth_ == 0 && body_ != Body::none) {
        follow_body(token);
    }
    depth_ += token.is('(') ? 1 : 0;
    return true;
}

// Only an END at the beginning of a statement of the body can be the body's: that of a CASE stands
// behind an expression, and a name such as `t.end` behind something as well. A statement of the
// body can itself create a routine.
void Splitter::follow_body(const Token& token) {
    if (body_ == Body::inside && body_statement_ended_) {
        inner_command_ = Command();
    }
    if (body_ == Body::inside) {
        inner_command_.read(token, 0);
    }
    if (begin_of_body_ && token.is("ATOMIC")) {
        bodies_.push_back(*begin_of_body_);
        body_ = Body::inside;
        body_statement_ended_ = true;
        begin_of_body_.reset();
        return;
    }
    const bool can_begin = body_ == Body::possible || inner_command_.creates_routine();
    begin_of_body_ = can_begin && token.is("BEGIN") ? std::optional(token.offset) : std::nullopt;
    if (body_ == Body::inside && body_statement_ended_ && token.is("END")) {
        bodies_.pop_back();
        body_ = bodies_.empty() ? Body::possible : Body::inside;
    }
    body_statement_ended_ = token.is(';');
}

void Splitter::check_is_closed() const {
    if (behind_rows_) {
        lexer_.fail(
            "this statement begins behind a COPY … FROM stdin and does not end on its line, "
            "where the rows begin",
            begin_
        );
    }
    if (depth_ > 0) {
        lexer_.fail("this parenthesis is never closed", open_parenthesis());
    }
    if (body_ == Body::inside) {
        lexer_.fail("the body that begins here has no END behind a semicolon", bodies_.back());
    }
}

/// The innermost one. Their places are not kept while there is hope.
std::size_t Splitter::open_parenthesis() const {
    auto lexer = lexer_;
    lexer.resume(begin_);
    lexer.stop_at(end_);
    std::vector<std::size_t> open;
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (token.is('(')) {
            open.push_back(token.offset);
        } else if (token.is(')') && !open.empty()) {
            open.pop_back();
        }
    }
    return open.empty() ? begin_ : open.back();
}

Statement Splitter::close_statement() {
    Statement statement;
    statement.span = {begin_, end_ - begin_};
    statement.position = position_;
    command_.classify(statement, lexer_.text());
    if (fingerprint_ != nullptr) {
        fingerprint_->end_statement();
    }
    if (const auto standard = command_.standard_strings()) {
        lexer_.use_standard_strings(*standard);
    }
    if (command_.reads_rows()) {
        statement.copy_data = take_copy_rows(lexer_.offset());
    }
    return statement;
}

/// True when there is more: the line of a COPY has ended, and its rows are not SQL.
bool Splitter::end_of_text() {
    if (!behind_rows_) {
        return false;
    }
    lexer_.resume(*behind_rows_);
    behind_rows_.reset();
    return true;
}

Span Splitter::take_copy_rows(std::size_t semicolon) {
    const auto text = lexer_.text().view();
    const bool first_of_line = !behind_rows_;
    if (first_of_line) {
        const auto line_end = text.find('\n', semicolon);
        behind_rows_ = line_end == std::string_view::npos ? text.size() : line_end + 1;
        lexer_.stop_at(*behind_rows_);
    }
    const auto begin = *behind_rows_;
    auto rows = known_rows(begin);
    if (!rows) {
        rows = lexer_.copy_rows(begin, canonical_);
    }
    if (!rows) {
        lexer_.fail("no line \\. ends the rows of this COPY", begin_);
    }
    if (found_rows_ != nullptr && rows->span.length > long_rows) {
        found_rows_->push_back(*rows);
    }
    counter_.expect(*rows);
    behind_rows_ = lexer_.behind_copy_end(begin + rows->span.length);
    return rows->span;
}

std::optional<CopyRows> Splitter::known_rows(std::size_t begin) {
    if (known_rows_.empty() || known_rows_.front().span.offset != begin) {
        return std::nullopt;
    }
    const auto rows = known_rows_.front();
    known_rows_ = known_rows_.subspan(1);
    // Somebody may have written into the file since.
    const auto end = begin + rows.span.length;
    const bool still_ends =
        lexer_.text().view()[end - 1] == '\n' && lexer_.behind_copy_end(end) > end;
    return still_ends ? std::optional(rows) : std::nullopt;
}

void Splitter::refuse_psql_command(const Token& token) const {
    lexer_.fail(psql_command_refusal(token.text), token.offset);
}

} // namespace runner
