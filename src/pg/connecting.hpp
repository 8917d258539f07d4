// From a connection string to an open connection.
#pragma once

#include "pg/conninfo.hpp"

#include <runner/interrupt.hpp>

struct pg_conn;

namespace runner::pg {

/// The caller owns what it gets. Throws as the constructor of Connection.
[[nodiscard]] pg_conn* open_connection(const Conninfo& asked_for, Interrupt* interrupt);

} // namespace runner::pg
