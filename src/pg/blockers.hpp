// Who is in the way of a session that waits for a lock.
#pragma once

#include "pg/connection.hpp"

#include <runner/progress.hpp>

#include <vector>

namespace runner::pg {

/// Whom the session `pid` waits for, whom those wait for, and so on to the sessions that wait for
/// nobody; the nearest first, each once, the first sixteen of them. Empty when `pid` does not wait
/// for a lock. `connection` is not the one that waits.
[[nodiscard]] std::vector<Blocker> blockers_of(Connection& connection, int pid);

} // namespace runner::pg
