// The tables a plan touches, as the target has them now.
#pragma once

#include "pg/connection.hpp"

#include <runner/planning.hpp>

#include <string>

namespace runner {

/// Looks all of them up at once, in a transaction that reads only. `search_path`: where the names
/// are looked for; empty: where the session looks. Returns why sizes are not known when the server
/// refuses, and nothing otherwise.
[[nodiscard]] std::string look_up_sizes(
    pg::Connection& connection, std::vector<TouchedTable>& tables, const std::string& search_path
);

} // namespace runner
