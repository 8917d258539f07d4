// Is the server that answers now the one that answered before, and does it take changes?
#pragma once

#include "pg/connection.hpp"

#include <string>

namespace runner {

struct ServerIdentity {
    std::string system;   ///< the cluster's identifier; empty when this server does not tell
    std::string timeline; ///< changes with each failover; empty likewise
};

struct FirstAnswer {
    ServerIdentity identity;
    bool result = false;
};

/// `setup`, then `question`, which yields a boolean, in one round trip. The question is only asked
/// of a server that takes changes: a standby grants advisory locks. Throws Error{connection} for a
/// standby and a read-only session.
[[nodiscard]] FirstAnswer
ask_primary(pg::Connection& connection, const std::string& setup, const std::string& question);

} // namespace runner
