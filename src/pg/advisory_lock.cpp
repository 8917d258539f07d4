#include "pg/advisory_lock.hpp"

#include "pg/waiting.hpp"

namespace runner::pg {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// pg_locks shows a 64-bit key as its two halves.
std::string lock_condition(std::int64_t key) {
    const auto bits = static_cast<std::uint64_t>(key);
    return "l.locktype operator(pg_catalog.=) 'advisory' and l.granted "
           "and l.database operator(pg_catalog.=) (select d.oid from pg_catalog.pg_database d "
           "where d.datname operator(pg_catalog.=) pg_catalog.current_database()) "
           "and l.classid operator(pg_catalog.=) " +
           std::to_string(bits >> 32U) + "::pg_catalog.oid and l.objid operator(pg_catalog.=) " +
           std::to_string(bits & 0xFFFFFFFFU) +
           "::pg_catalog.oid and l.objsubid operator(pg_catalog.=) 1::pg_catalog.int2";
}

std::string seconds_since(std::string_view column) {
    return "pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() operator(pg_catalog.-) " +
           std::string(column) + ")::pg_catalog.int8";
}

} // namespace

AdvisoryLock::AdvisoryLock(
    Connection& connection,
    std::int64_t key,
    std::chrono::milliseconds patience,
    const Waiting& waiting,
    bool taken
)
    : connection_(connection), key_(key) {
    const auto start = Clock::now();
    while (!taken && !try_once()) {
        const auto so_far =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
        const auto holds = holder();
        const auto who = holds ? sentence(*holds) : std::string();
        if (so_far >= patience) {
            Error error(
                ErrorKind::lock, "another runner has the lock" + (who.empty() ? "" : ": " + who)
            );
            error.say_state("nothing was done");
            error.say_advice(advice(holds.value_or(LockHolder{})));
            throw error;
        }
        waiting(so_far, who);
        connection_.sleep(pause_before_asking_again());
    }
}

AdvisoryLock::~AdvisoryLock() {
    try {
        if (connection_.usable() && !connection_.in_block()) {
            connection_.execute(
                "select pg_catalog.pg_advisory_unlock(" + std::to_string(key_) +
                "::pg_catalog.int8)"
            );
        }
    } catch (const Error&) {
        // The connection is closed next, and the lock goes with it.
    }
}

std::string AdvisoryLock::still_held_sql() const {
    return "select exists (select from pg_catalog.pg_locks l where " + lock_condition(key_) +
           " and l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid())";
}

std::string AdvisoryLock::try_sql(std::int64_t key) {
    return "pg_catalog.pg_try_advisory_lock(" + std::to_string(key) + "::pg_catalog.int8)";
}

bool AdvisoryLock::try_once() {
    return connection_.execute("select " + try_sql(key_)).front().boolean(0, 0);
}

std::optional<LockHolder> AdvisoryLock::holder() {
    const auto results = connection_.execute(
        "select a.pid, a.application_name, a.state, "
        "pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), 120), " +
        seconds_since("a.backend_start") + ", " + seconds_since("a.state_change") +
        " from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a "
        "on a.pid operator(pg_catalog.=) l.pid where " +
        lock_condition(key_)
    );
    const auto& row = results.front();
    if (row.rows() == 0 || row.is_null(0, 0)) {
        return std::nullopt;
    }
    LockHolder holder;
    holder.pid = static_cast<int>(row.integer(0, 0));
    holder.application = row.value(0, 1);
    holder.state = row.value(0, 2);
    holder.query = row.is_null(0, 2) ? std::string_view() : row.value(0, 3);
    holder.connected = std::chrono::seconds(row.is_null(0, 4) ? 0 : row.integer(0, 4));
    holder.in_state = std::chrono::seconds(row.is_null(0, 5) ? 0 : row.integer(0, 5));
    holder.process_gone = has_ended(holder.application);
    return holder;
}

} // namespace runner::pg
