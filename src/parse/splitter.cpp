// A statement ends at a semicolon outside of parentheses and of BEGIN ATOMIC bodies. The rows of a
// COPY begin on the line after its semicolon; what else stands on its line runs after it.
#include "parse/splitter.hpp"

#include "parse/fingerprint.hpp"
#include "parse/psql_commands.hpp"

#include <algorithm>

namespace runner {

Position PositionCounter::at(std::size_t offset) noexcept {
    auto passed = text_.substr(offset_, offset - offset_);
    for (auto end = passed.find('\n'); end != std::string_view::npos; end = passed.find('\n')) {
        ++position_.line;
        position_.column = 1;
        passed.remove_prefix(end + 1);
    }
    position_.column +=
        static_cast<std::size_t>(std::count_if(passed.begin(), passed.end(), [](char byte) {
            return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        }));
    offset_ = offset;
    return position_;
}

Splitter::Splitter(const Text& text, const std::filesystem::path& path, Fingerprint* fingerprint)
    : lexer_(text, path),
      counter_(text.view()),
      fingerprint_(fingerprint),
      first_token_(text.view().size()) {}

std::optional<Statement> Splitter::next() {
    for (;;) {
        const auto token = lexer_.next();
        if (token.kind == TokenKind::end) {
            if (open_) {
                check_is_closed();
                return close_statement();
            }
            if (!end_of_text()) {
                return std::nullopt;
            }
            continue;
        }
        first_token_ = std::min(first_token_, token.offset);
        if (token.kind == TokenKind::psql_command) {
            if (open_ || !is_ignored_psql_command(token.text)) {
                refuse_psql_command(token);
            }
        } else if (!ends_statement(token)) {
            take(token);
        } else if (open_) {
            return close_statement();
        }
    }
}

void Splitter::take(const Token& token) {
    if (!open_) {
        open_statement(token);
    }
    end_ = token.end();
    if (token.is(')') && !parentheses_.empty()) {
        parentheses_.pop_back();
    }
    command_.read(token, parentheses_.size());
    if (parentheses_.empty() && command_.creates_routine()) {
        follow_body(token);
    }
    if (token.is('(')) {
        parentheses_.push_back(token.offset);
    }
    if (fingerprint_ != nullptr) {
        fingerprint_->add(token);
    }
}

void Splitter::open_statement(const Token& token) {
    open_ = true;
    begin_ = token.offset;
    position_ = counter_.at(token.offset);
    command_ = Command();
}

// Only an END at the beginning of a statement of the body can be the body's: that of a CASE stands
// behind an expression, and a name such as `t.end` behind something as well.
void Splitter::follow_body(const Token& token) {
    if (body_ == Body::inside) {
        if (body_statement_ended_ && token.is("END")) {
            body_ = Body::none;
        }
        body_statement_ended_ = token.is(';');
    } else if (body_ == Body::begin && token.is("ATOMIC")) {
        body_ = Body::inside;
        body_statement_ended_ = true;
    } else if (token.is("BEGIN")) {
        body_ = Body::begin;
        body_begin_ = token.offset;
    } else {
        body_ = Body::none;
    }
}

bool Splitter::ends_statement(const Token& token) const noexcept {
    return token.is(';') && parentheses_.empty() && body_ != Body::inside;
}

void Splitter::check_is_closed() const {
    if (behind_rows_) {
        lexer_.fail(
            "this statement begins behind a COPY … FROM stdin and does not end on its line, "
            "where the rows begin",
            begin_
        );
    }
    if (!parentheses_.empty()) {
        lexer_.fail("this parenthesis is never closed", parentheses_.back());
    }
    if (body_ == Body::inside) {
        lexer_.fail("the body that begins here has no END behind a semicolon", body_begin_);
    }
}

Statement Splitter::close_statement() {
    Statement statement;
    statement.span = {begin_, end_ - begin_};
    statement.position = position_;
    statement.command = command_.tag();
    statement.refuses_transaction = command_.refuses_transaction(statement.command);
    statement.controls_transaction = command_.controls_transaction();
    open_ = false;
    body_ = Body::none;
    if (fingerprint_ != nullptr) {
        fingerprint_->end_statement();
    }
    if (command_.reads_rows()) {
        statement.copy_data = take_copy_rows(lexer_.offset());
        if (fingerprint_ != nullptr) {
            fingerprint_->add_copy_rows(lexer_.text().view().substr(
                statement.copy_data->offset, statement.copy_data->length
            ));
        }
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
    const auto length = lexer_.copy_rows(begin);
    if (!length) {
        lexer_.fail("no line \\. ends the rows of this COPY", begin_);
    }
    behind_rows_ = lexer_.behind_copy_end(begin + *length);
    return {begin, *length};
}

void Splitter::refuse_psql_command(const Token& token) const {
    lexer_.fail(psql_command_refusal(token.text), token.offset);
}

} // namespace runner
