#include "preview/table_sizes.hpp"

#include "pg/transaction.hpp"

#include <algorithm>

namespace runner {
namespace {

// To measure a table takes a lock on it, for a moment; whoever rewrites it is not waited for long.
constexpr const char* begin =
    "begin isolation level read committed read only; set local lock_timeout = '1s'; "
    "set local statement_timeout = '10s'";

// Before PostgreSQL 14 a table that was never counted has 0 rows on 0 pages, as an empty one has.
// A partitioned table or index has no rows and no file of its own: those of its leaves count.
constexpr const char* sizes_sql =
    "select t.place, pg_catalog.format('%I.%I', n.nspname, c.relname), case c.relkind "
    "when 'r' then 'table' when 'p' then 'partitioned table' when 'i' then 'index' "
    "when 'I' then 'partitioned index' when 'v' then 'view' when 'm' then 'materialized view' "
    "when 'f' then 'foreign table' when 'S' then 'sequence' else 'relation' end, "
    "case when l.unknown then null else l.rows::pg_catalog.int8 end, l.bytes "
    "from pg_catalog.unnest($1::pg_catalog.text[]) with ordinality t (name, place) "
    "join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) pg_catalog.to_regclass(t.name) "
    "join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace "
    "cross join lateral (select pg_catalog.sum(p.reltuples)::pg_catalog.float8 as rows, "
    "pg_catalog.bool_or(p.reltuples operator(pg_catalog.<) 0::pg_catalog.float4 or "
    "p.reltuples operator(pg_catalog.=) 0::pg_catalog.float4 and "
    "p.relpages operator(pg_catalog.=) 0 and pg_catalog.current_setting('server_version_num')"
    "::pg_catalog.int4 operator(pg_catalog.<) 140000) as unknown, "
    "pg_catalog.sum(pg_catalog.pg_total_relation_size(p.oid))::pg_catalog.int8 as bytes "
    "from (select c.oid where c.relkind operator(pg_catalog.<>) all (array['p', 'I']) union all "
    "select r.relid::pg_catalog.oid from pg_catalog.pg_partition_tree(c.oid) r where r.isleaf and "
    "c.relkind operator(pg_catalog.=) any (array['p', 'I'])) leaf (oid) "
    "join pg_catalog.pg_class p on p.oid operator(pg_catalog.=) leaf.oid) l";

/// The server refuses to look at `database.schema.table`, and at more.
bool can_be_asked(const std::string& name) {
    bool quoted = false;
    const auto dots = std::count_if(name.begin(), name.end(), [&](char byte) {
        quoted = quoted != (byte == '"');
        return byte == '.' && !quoted;
    });
    return dots <= 1;
}

std::string array_of(const std::vector<TouchedTable>& tables) {
    std::string array;
    for (const auto& table : tables) {
        array += array.empty() ? "{" : ",";
        if (!can_be_asked(table.name)) {
            array += "null";
            continue;
        }
        array += '"';
        for (const char byte : table.name) {
            array += byte == '"' || byte == '\\' ? "\\" : "";
            array += byte;
        }
        array += '"';
    }
    return array + "}";
}

void take(const pg::Result& found, std::vector<TouchedTable>& tables) {
    for (std::size_t row = 0; row < found.rows(); ++row) {
        auto& table = tables[static_cast<std::size_t>(found.integer(row, 0)) - 1];
        table.state = TouchedTable::State::known;
        table.name = found.value(row, 1);
        table.kind = found.value(row, 2);
        if (!found.is_null(row, 3)) {
            table.rows = found.integer(row, 3);
        }
        table.bytes = found.is_null(row, 4) ? 0 : found.integer(row, 4);
    }
}

} // namespace

std::string look_up_sizes(
    pg::Connection& connection, std::vector<TouchedTable>& tables, const std::string& search_path
) {
    for (auto& table : tables) {
        table.state =
            table.made_by.empty() ? TouchedTable::State::missing : TouchedTable::State::made;
    }
    if (tables.empty()) {
        return {};
    }
    try {
        const pg::Transaction transaction(connection, begin);
        if (!search_path.empty()) {
            connection.query(
                "select pg_catalog.set_config('search_path', $1, true)", {search_path}
            );
        }
        take(connection.query(sizes_sql, {array_of(tables)}), tables);
        return {};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
        return error.what();
    }
}

} // namespace runner
