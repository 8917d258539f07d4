// The words are read again from the statement's span: these statements are few and short.
#include "parse/transaction_modes.hpp"

#include "parse/lexer.hpp"

#include <utility>

namespace runner {
namespace {

Lexer lexer_of(const Text& text, const Statement& statement) {
    Lexer lexer(text, {});
    lexer.resume(statement.span.offset);
    lexer.stop_at(statement.span.offset + statement.span.length);
    return lexer;
}

std::string joined(Lexer& lexer, Token token) {
    std::string result;
    for (; token.kind != TokenKind::end; token = lexer.next()) {
        if (!result.empty() && !token.is(',')) {
            result += ' ';
        }
        result += token.text;
    }
    return result;
}

} // namespace

std::optional<std::string> modes_of_begin(const Text& text, const Statement& statement) {
    auto lexer = lexer_of(text, statement);
    const auto verb = lexer.next();
    auto next = lexer.next();
    if (verb.is("BEGIN") ? next.is("WORK") || next.is("TRANSACTION")
                         : verb.is("START") && next.is("TRANSACTION")) {
        next = lexer.next();
    } else if (!verb.is("BEGIN")) {
        return std::nullopt;
    }
    return joined(lexer, next);
}

std::optional<std::string> modes_of_set_transaction(const Text& text, const Statement& statement) {
    auto lexer = lexer_of(text, statement);
    if (!lexer.next().is("SET")) {
        return std::nullopt;
    }
    auto kind = lexer.next();
    if (kind.is("LOCAL") || kind.is("SESSION")) { // of which neither means anything here
        kind = lexer.next();
    }
    const auto first = lexer.next();
    if (!kind.is("TRANSACTION")) {
        return std::nullopt;
    }
    // A snapshot is no mode of BEGIN.
    if (first.is("SNAPSHOT")) {
        return std::nullopt;
    }
    return joined(lexer, first);
}

bool is_plain_commit(const Text& text, const Statement& statement) {
    auto lexer = lexer_of(text, statement);
    const auto verb = lexer.next();
    if (!verb.is("COMMIT") && !verb.is("END")) {
        return false;
    }
    auto next = lexer.next();
    if (next.is("WORK") || next.is("TRANSACTION")) {
        next = lexer.next();
    }
    return next.kind == TokenKind::end || (next.is("AND") && lexer.next().is("NO"));
}

} // namespace runner
