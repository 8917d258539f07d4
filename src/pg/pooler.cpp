// A pooler invents the key for cancelling and the pid that comes with it, so a difference between
// that pid and the backend's gives it away. Names and versions do not: everything else it passes on
// looks genuine, and there are more poolers than names.
#include "pg/pooler.hpp"

#include <runner/error.hpp>

#include <optional>

namespace runner::pg {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds probe_patience = 2s;
/// Under load somebody else may take our backend between two looks, and give it back.
constexpr int rounds = 3;

int backend_of(Connection& connection) {
    return static_cast<int>(
        connection.execute("select pg_catalog.pg_backend_pid()").front().integer(0, 0)
    );
}

/// Begins a transaction. Empty when there is none to be had: PgBouncer hangs up, and libpq keeps no
/// SQLSTATE of that; a pool without a free backend says nothing until our patience is over.
std::optional<int> backend_in_transaction(Connection& connection) {
    const auto give_up_at = std::chrono::steady_clock::now() + probe_patience;
    try {
        connection.execute("BEGIN");
        return backend_of(connection);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted ||
            std::chrono::steady_clock::now() >= give_up_at) {
            throw;
        }
        return std::nullopt;
    }
}

/// What another connection to the same pool sees: while it is in a transaction, a backend that
/// belongs to a session of ours cannot be its own, and one that belongs to nobody can.
Pooling look_from_beside(Connection& connection, Connection& other) {
    for (int round = 0; round < rounds; ++round) {
        const int before = backend_of(connection);
        const auto others = backend_in_transaction(other);
        if (!others) {
            return Pooling::statement_pooling;
        }
        const int after = backend_of(connection);
        other.execute("ROLLBACK");
        if (after != before || *others == before) {
            return Pooling::transaction_pooling;
        }
    }
    return Pooling::session_pooling;
}

} // namespace

PoolerFacts find_pooler(Connection& connection, Interrupt* interrupt) {
    const int backend = backend_of(connection);
    if (backend == connection.backend_pid()) {
        return {Pooling::direct, backend};
    }
    auto pooling = Pooling::transaction_pooling;
    try {
        Connection other(connection.same_server(), interrupt);
        other.answer_within(probe_patience);
        pooling = look_from_beside(connection, other);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted || !connection.usable()) {
            throw;
        }
    }
    return {pooling, pooling == Pooling::session_pooling ? backend : 0};
}

} // namespace runner::pg
