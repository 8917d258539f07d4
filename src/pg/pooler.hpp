// Whether a session of ours is a session of the server.
#pragma once

#include "pg/connection.hpp"

#include <runner/interrupt.hpp>

namespace runner::pg {

enum class Pooling {
    direct,
    session_pooling,     ///< one backend from connect to disconnect: as good as direct
    transaction_pooling, ///< a backend for each transaction: no session settings, no session locks
    statement_pooling,   ///< a backend for each statement: no transactions
};

struct PoolerFacts {
    Pooling pooling = Pooling::direct;
    int backend_pid = 0; ///< of the server; 0 when it may be another one for each transaction
};

/// One round trip when nothing stands between, else a second connection for a moment. `connection`
/// is idle and outside of a transaction. What cannot be found out for sure, because the pool has no
/// backend left, counts as transaction pooling, the mode that takes nothing for granted.
[[nodiscard]] PoolerFacts find_pooler(Connection& connection, Interrupt* interrupt);

} // namespace runner::pg
