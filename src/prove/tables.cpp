// Rows are compared as the text of the whole row, by a session whose settings are the same each
// time.
#include "prove/tables.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <string_view>
#include <utility>

namespace runner {
namespace {

constexpr std::string_view copy_table = "pg_temp.runner_proof_rows";
constexpr int most_examples = 3; // of one statement
constexpr std::size_t most_rows = 60;

} // namespace

Tables::Tables(pg::Connection& connection, std::string own_schema)
    : connection_(connection), own_schema_(std::move(own_schema)) {}

void Tables::begin() {
    connection_.execute(fmt::format(
        "create temporary table {} (of_table pg_catalog.text, content pg_catalog.text) "
        "on commit drop",
        copy_table.substr(copy_table.find('.') + 1)
    ));
}

std::set<std::string> Tables::written() const {
    return locked("{r,m}");
}

std::set<std::string> Tables::advanced_sequences() const {
    return locked("{S}");
}

/// `kinds`: of pg_class, as an array.
std::set<std::string> Tables::locked(std::string_view kinds) const {
    const auto found = connection_.query(
        R"(
        select distinct pg_catalog.format('%I.%I', n.nspname, c.relname)
        from pg_catalog.pg_locks l
        join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) l.relation
        join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
        where l.locktype operator(pg_catalog.=) 'relation'::pg_catalog.text and l.granted
              and l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()
              and l.database operator(pg_catalog.=) (select d.oid from pg_catalog.pg_database d
                  where d.datname operator(pg_catalog.=) pg_catalog.current_database())
              and l.mode operator(pg_catalog.=) any (array['RowExclusiveLock',
                  'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'])
              and c.relkind operator(pg_catalog.=) any ($2::pg_catalog."char"[])
              and c.relpersistence operator(pg_catalog.<>) 't'::pg_catalog."char"
              and n.nspname operator(pg_catalog.<>) all
                  (array['pg_catalog', 'information_schema', 'pg_toast', $1]::pg_catalog.name[]))",
        {own_schema_, std::string(kinds)}
    );
    std::set<std::string> names;
    for (std::size_t row = 0; row < found.rows(); ++row) {
        names.emplace(found.value(row, 0));
    }
    return names;
}

bool Tables::exists(const std::string& table) const {
    return !connection_.query("select pg_catalog.to_regclass($1)", {table}).is_null(0, 0);
}

void Tables::remember(const std::set<std::string>& tables) {
    connection_.execute(fmt::format("truncate {}", copy_table));
    for (const auto& table : tables) {
        if (exists(table)) {
            connection_.query(
                fmt::format(
                    "insert into {} select $1, runner_row::pg_catalog.text from only {} runner_row",
                    copy_table,
                    table
                ),
                {table}
            );
        }
    }
}

TableDifference Tables::difference(const std::string& table) const {
    const auto now =
        exists(table)
            ? fmt::format(
                  "select runner_row::pg_catalog.text, pg_catalog.count(*), "
                  "pg_catalog.max(runner_row.xmin::pg_catalog.text::pg_catalog.int8) from only {} "
                  "runner_row group by 1",
                  table
              )
            : "select null::pg_catalog.text, 0::pg_catalog.int8, null::pg_catalog.int8 limit 0";
    const auto found = connection_.query(
        fmt::format(
            R"(
            with now (content, number, writer) as ({0}),
            before (content, number) as (
                select r.content, pg_catalog.count(*) from {1} r
                where r.of_table operator(pg_catalog.=) $1 group by 1),
            change (content, number, writer) as (
                select coalesce(n.content, b.content),
                       coalesce(n.number, 0) operator(pg_catalog.-) coalesce(b.number, 0), n.writer
                from now n full join before b on b.content operator(pg_catalog.=) n.content
                where n.number is distinct from b.number),
            ranked (content, came, place, writer) as (
                select c.content, c.number operator(pg_catalog.>) 0,
                       pg_catalog.row_number() over (
                           partition by case when c.number operator(pg_catalog.>) 0 then c.writer
                           else -1 end order by c.content),
                       c.writer
                from change c)
            select coalesce((select pg_catalog.sum(b.number) from before b), 0),
                   coalesce((select pg_catalog.sum(n.number) from now n), 0),
                   r.content, r.came, r.writer
            from (values (1)) one (number)
            left join ranked r on r.place operator(pg_catalog.<=) case when r.came then {2} else {3}
                end
            order by r.came, r.content
            limit 2 operator(pg_catalog.*) {3})",
            now,
            copy_table,
            most_examples,
            most_rows
        ),
        {table}
    );
    TableDifference difference;
    difference.rows_before = std::stoll(std::string(found.value(0, 0)));
    difference.rows_after = std::stoll(std::string(found.value(0, 1)));
    for (std::size_t row = 0; row < found.rows(); ++row) {
        if (found.is_null(row, 2)) {
            continue;
        }
        const auto text = std::string(found.value(row, 2));
        if (found.boolean(row, 3)) {
            difference.came.emplace_back(text, found.value(row, 4));
        } else {
            difference.gone.push_back(text);
        }
    }
    difference.cut = difference.came.size() + difference.gone.size() == 2 * most_rows;
    return difference;
}

bool Tables::holds(const std::string& table, const std::string& row) const {
    return exists(table) && connection_
                                .query(
                                    fmt::format(
                                        "select exists (select from only {} runner_row where "
                                        "runner_row::pg_catalog.text operator(pg_catalog.=) $1)",
                                        table
                                    ),
                                    {row}
                                )
                                .boolean(0, 0);
}

namespace {

/// Columns that hold a time of the clock, each with how to see that it is this transaction's: to
/// the microsecond where the column has them, whatever time zone or interval was added.
constexpr std::string_view times_sql = R"(
    select pg_catalog.quote_ident(a.attname),
           case when a.atttypmod operator(pg_catalog.=) any (array[-1, 6])
                then pg_catalog.format('(pg_catalog.date_part(''microseconds'', %I)::pg_catalog.int8
                         operator(pg_catalog.%%) 1000000) operator(pg_catalog.=)
                         (pg_catalog.date_part(''microseconds'', pg_catalog.now())::pg_catalog.int8
                         operator(pg_catalog.%%) 1000000)', a.attname)
                else pg_catalog.format('%I operator(pg_catalog.=) pg_catalog.now()::%s', a.attname,
                         pg_catalog.format_type(a.atttypid, a.atttypmod)) end
    from pg_catalog.pg_attribute a
    where a.attrelid operator(pg_catalog.=) $1::pg_catalog.regclass
          and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
          and a.attgenerated operator(pg_catalog.=) ''::pg_catalog."char"
          and a.atttypid operator(pg_catalog.=) any
              (array['pg_catalog.timestamptz', 'pg_catalog.timestamp']::pg_catalog.regtype[])
    order by a.attnum)";

constexpr std::string_view triggers_sql = R"(
    select pg_catalog.quote_ident(t.tgname)
    from pg_catalog.pg_trigger t
    where t.tgrelid operator(pg_catalog.=) $1::pg_catalog.regclass and not t.tgisinternal
          and t.tgenabled operator(pg_catalog.=) any (array['O', 'A']::pg_catalog."char"[])
          and (t.tgtype::pg_catalog.int4 operator(pg_catalog.&) 16) operator(pg_catalog.<>) 0)";

} // namespace

// A trigger that keeps a column such as updated_at would undo it: none may run.
std::string Tables::make_older(const std::string& table) {
    if (!exists(table)) {
        return {};
    }
    const auto times = connection_.query(std::string(times_sql), {table});
    if (times.rows() == 0) {
        return {};
    }
    connection_.execute("savepoint runner_proof_older");
    try {
        const auto triggers = connection_.query(std::string(triggers_sql), {table});
        const auto switch_triggers = [&](std::string_view action) {
            for (std::size_t row = 0; row < triggers.rows(); ++row) {
                connection_.execute(fmt::format(
                    "alter table {} {} trigger {}", table, action, triggers.value(row, 0)
                ));
            }
        };
        switch_triggers("disable");
        for (std::size_t row = 0; row < times.rows(); ++row) {
            connection_.execute(fmt::format(
                "update only {0} set {1} = {1} operator(pg_catalog.-) '1 second'"
                "::pg_catalog.interval where {2}",
                table,
                times.value(row, 0),
                times.value(row, 1)
            ));
        }
        switch_triggers("enable");
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
        connection_.execute("rollback to savepoint runner_proof_older");
        connection_.execute("release savepoint runner_proof_older");
        return error.what();
    }
    connection_.execute("release savepoint runner_proof_older");
    return {};
}

} // namespace runner
