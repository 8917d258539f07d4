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

/// Throws as Connection::run() and Connection::copy_in(), with the place in the file.
/// `sent` is told of the rows of a COPY.
void run_statement(
    pg::Connection& connection,
    const Step& step,
    const Statement& statement,
    const pg::CopyProgress& sent = {}
);

} // namespace runner
