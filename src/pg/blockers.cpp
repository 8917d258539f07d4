// Everything is asked in one transaction with a search_path of its own, SET LOCAL because the
// connection may come from a pool, and over in a moment, because a snapshot that lasts is in the
// way of CREATE INDEX CONCURRENTLY.
#include "pg/blockers.hpp"

#include "pg/transaction.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner::pg {
namespace {

/// pg_blocking_pids() holds up every session that takes a lock, so the search has an end: a queue
/// on a busy table can be hundreds of sessions long.
constexpr std::size_t most_blockers = 16;

struct Edge {
    int waiter;
    int blocker; ///< 0: a prepared transaction
};

std::string list_of(const std::vector<int>& pids) {
    return fmt::format("array[{}]::int4[]", fmt::join(pids, ","));
}

/// Whom each of `waiters` waits for. That `pid` waits at all is asked first, which costs little.
std::vector<Edge> edges_from(Connection& connection, const std::vector<int>& waiters, int pid) {
    const auto results = connection.execute(fmt::format(
        "select distinct w.pid, b.pid from unnest({}) as w (pid) "
        "cross join lateral unnest(pg_blocking_pids(w.pid)) as b (pid) "
        "where w.pid <> {} or exists (select from pg_stat_activity a "
        "where a.pid = w.pid and a.wait_event_type = 'Lock') order by 1, 2",
        list_of(waiters),
        pid
    ));
    std::vector<Edge> edges;
    for (std::size_t row = 0; row < results.front().rows(); ++row) {
        edges.push_back(
            {static_cast<int>(results.front().integer(row, 0)),
             static_cast<int>(results.front().integer(row, 1))}
        );
    }
    return edges;
}

/// Breadth first, so the nearest come first; a circle ends at a session that is known already.
std::vector<Edge> all_edges(Connection& connection, int pid) {
    std::vector<Edge> found;
    std::vector<int> known{pid};
    for (std::vector<int> waiters{pid}; !waiters.empty();) {
        const auto edges = edges_from(connection, std::exchange(waiters, {}), pid);
        for (const auto& edge : edges) {
            if (found.size() == most_blockers) {
                return found;
            }
            if (std::find(known.begin(), known.end(), edge.blocker) != known.end()) {
                continue;
            }
            known.push_back(edge.blocker);
            found.push_back(edge);
            if (edge.blocker != 0) {
                waiters.push_back(edge.blocker);
            }
        }
    }
    return found;
}

// What a session holds of that which the other one waits for is found by comparing the whole
// identity of the lock. A prepared transaction has no pid, but holds the lock on its own number.
constexpr const char* details = R"sql(
with locks as materialized (select * from pg_locks)
select e.waiter, e.blocker, a.usename, p.owner, a.application_name, a.backend_type, p.gid,
       case when e.blocker <> 0 then coalesce(host(a.client_addr), 'local') end,
       a.state, left(regexp_replace(a.query, '\s+', ' ', 'g'), 121),
       (extract(epoch from clock_timestamp() - coalesce(a.xact_start, p.prepared)) * 1000)::int8,
       held.mode, held.locktype, held.relation
from (values {}) as e (place, waiter, blocker)
left join pg_stat_activity a on a.pid = e.blocker
left join lateral (
    select l.mode, w.locktype, l.virtualtransaction,
           case when w.database = (select oid from pg_database where datname = current_database())
                then (select format('%I.%I', n.nspname, c.relname) from pg_class c
                      join pg_namespace n on n.oid = c.relnamespace where c.oid = w.relation) end
           as relation
    from locks w join locks l on l.granted and l.locktype = w.locktype
        and l.pid is not distinct from nullif(e.blocker, 0)
        and (l.database, l.relation, l.page, l.tuple, l.virtualxid) is not distinct from
            (w.database, w.relation, w.page, w.tuple, w.virtualxid)
        and (l.transactionid, l.classid, l.objid, l.objsubid) is not distinct from
            (w.transactionid, w.classid, w.objid, w.objsubid)
    where w.pid = e.waiter and not w.granted
    order by array_position(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock',
        'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
        'AccessExclusiveLock'], l.mode) desc
    limit 1
) held on true
left join pg_prepared_xacts p
    on e.blocker = 0 and p.transaction = (
        select t.transactionid from locks t where t.pid is null and t.locktype = 'transactionid'
        and t.virtualtransaction = held.virtualtransaction)
order by e.place
)sql";

/// Column numbers of `details`.
enum Column { waiter, pid, user, owner, application, type, gid, client, state, query, since, mode };

constexpr std::size_t lock_type = mode + 1;
constexpr std::size_t relation = lock_type + 1;

std::string lock_text(const Result& result, std::size_t row) {
    const std::string held(result.value(row, mode));
    const std::string kind(result.value(row, lock_type));
    const std::string name(result.value(row, relation));
    if (held.empty()) {
        return {};
    }
    if (kind == "transactionid" || kind == "virtualxid") {
        return held + " on its own transaction";
    }
    if (name.empty()) {
        return fmt::format("{} ({})", held, kind);
    }
    return fmt::format("{} on {}{}", held, kind == "relation" ? "" : "a " + kind + " of ", name);
}

std::string query_text(std::string_view query) {
    if (query == "<insufficient privilege>") {
        return {};
    }
    // left() counts characters; the one too many says that there was more.
    const auto is_start = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    };
    if (std::count_if(query.begin(), query.end(), is_start) <= 120) {
        return std::string(query);
    }
    while (!is_start(query.back())) {
        query.remove_suffix(1);
    }
    query.remove_suffix(1);
    return std::string(query) + "…";
}

Blocker blocker_from(const Result& result, std::size_t row) {
    const auto text = [&](std::size_t column) { return std::string(result.value(row, column)); };
    Blocker blocker;
    blocker.pid = static_cast<int>(result.integer(row, pid));
    blocker.blocks = static_cast<int>(result.integer(row, waiter));
    blocker.user = blocker.pid == 0 ? text(owner) : text(user);
    blocker.application = blocker.pid == 0 ? text(gid) : text(application);
    if (blocker.application.empty() && text(type) != "client backend") {
        blocker.application = text(type); // "autovacuum worker"
    }
    blocker.client = text(client);
    blocker.state = text(state);
    blocker.query = query_text(result.value(row, query));
    blocker.lock = lock_text(result, row);
    if (!result.is_null(row, since)) {
        blocker.since = std::chrono::milliseconds(result.integer(row, since));
    }
    return blocker;
}

} // namespace

std::vector<Blocker> blockers_of(Connection& connection, int pid) {
    Transaction look(
        connection,
        "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY;"
        "SET LOCAL search_path = pg_catalog, pg_temp"
    );
    const auto edges = all_edges(connection, pid);
    if (edges.empty()) {
        return {};
    }
    std::string values;
    for (std::size_t place = 0; place < edges.size(); ++place) {
        values += fmt::format(
            "{}({}, {}, {})",
            place == 0 ? "" : ", ",
            place,
            edges[place].waiter,
            edges[place].blocker
        );
    }
    const auto results = connection.execute(fmt::format(fmt::runtime(details), values));
    std::vector<Blocker> blockers;
    for (std::size_t row = 0; row < results.front().rows(); ++row) {
        blockers.push_back(blocker_from(results.front(), row));
    }
    return blockers;
}

} // namespace runner::pg
