// Reading the log.
#pragma once

#include "pg/connection.hpp"

#include <runner/history_log.hpp>

#include <string>
#include <vector>

namespace runner {

/// One round trip, of any layout. `schema` is quoted.
[[nodiscard]] std::vector<Event>
read_events(pg::Connection& connection, const std::string& schema, const LogRequest& request);

} // namespace runner
