// Is the server that answers now the one that answered before, and does it take changes?
#pragma once

#include "pg/connection.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace runner {

struct ServerIdentity {
    std::string system;   ///< the cluster's identifier; empty when this server does not tell
    std::string timeline; ///< changes with each failover; empty likewise
};

struct FirstAnswer {
    ServerIdentity identity;
    bool pooled = false; ///< something between us keeps sessions; nothing was asked
    bool result = false;
};

/// What is asked of a server, all in one round trip.
struct FirstQuestion {
    std::string boolean; ///< an expression
    /// A list of more expressions, for their effect.
    std::function<std::string(std::string_view condition)> setup;
};

/// The question is only asked of a server that takes changes (a standby grants advisory locks), and
/// nothing is set for a session that others will have, too. Throws Error{connection} for a standby
/// and a read-only session.
[[nodiscard]] FirstAnswer ask_primary(pg::Connection& connection, const FirstQuestion& question);

} // namespace runner
