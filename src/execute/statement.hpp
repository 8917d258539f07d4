// One statement of a script, sent; its error, placed in the file.
#pragma once

#include "parse/statement_text.hpp"
#include "pg/connection.hpp"

#include <runner/error.hpp>
#include <runner/plan.hpp>

namespace runner {

/// Gives the server's error its place in the file, whatever the values of variables have moved; and
/// advice, when it is about a variable that the file does not declare.
void place_error(
    Error& error, const Script& script, const Statement& statement, const StatementText& sent
);

/// The COPY `sql` with rows that stand in `text` and are given back to the system behind where they
/// are sent. `sent` is told of them.
void send_rows(
    pg::Connection& connection,
    std::string_view sql,
    const Text& text,
    Span rows,
    const pg::CopyProgress& sent = {}
);

/// Throws as Connection::run() and Connection::copy_in(), with the place in the file.
/// `sent` is told of the rows of a COPY.
void run_statement(
    pg::Connection& connection,
    const Step& step,
    const Statement& statement,
    const pg::CopyProgress& sent = {}
);

} // namespace runner
