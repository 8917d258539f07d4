// One statement, and what is known of it.
#pragma once

#include "parse/command.hpp"
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <string>

namespace runner {

/// As everybody else sees it.
inline Statement statement(const std::string& sql) {
    const Text text(sql);
    return StatementReader(text, "x.sql").next().value();
}

/// What a Command says, without a splitter around it.
struct Reading {
    explicit Reading(const std::string& sql) {
        const Text text(sql);
        Lexer lexer(text, {});
        std::size_t depth = 0;
        for (auto token = lexer.next(); token.kind != TokenKind::end && !command.settled();
             token = lexer.next()) {
            depth -= token.is(')') ? 1 : 0;
            command.read(token, depth);
            depth += token.is('(') ? 1 : 0;
            ++tokens;
        }
        statement.span = {0, sql.size()};
        command.classify(statement, text);
    }

    Command command;
    Statement statement;
    std::size_t tokens = 0; ///< that had to be read
};

} // namespace runner
