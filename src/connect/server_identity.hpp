// Is the server that answers now the one that answered before?
#pragma once

#include "pg/connection.hpp"

#include <string>

namespace runner {

struct ServerIdentity {
    std::string system;   ///< the cluster's identifier; empty when this server does not tell
    std::string timeline; ///< changes with each failover; empty likewise

    bool operator==(const ServerIdentity&) const = default;
};

/// One round trip. Managed servers may keep either to themselves.
[[nodiscard]] ServerIdentity identity_of(pg::Connection& connection);

} // namespace runner
