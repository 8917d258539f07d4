// One statement of a script, sent; its error, placed in the file.
#pragma once

#include "pg/connection.hpp"

#include <runner/error.hpp>
#include <runner/plan.hpp>

#include <cstddef>

namespace runner {

/// Where in the script the server's error belongs: the token it points at, the line of COPY data,
/// or else the start of the statement.
[[nodiscard]] std::size_t
failing_byte(const Script& script, const Statement& statement, const Error& error);

/// Throws as Connection::run() and Connection::copy_in(), with the place in the file.
/// `sent` is told of the rows of a COPY.
void run_statement(
    pg::Connection& connection,
    const Step& step,
    const Statement& statement,
    const pg::CopyProgress& sent = {}
);

} // namespace runner
