// INSERT and not COPY: the server writes the literals, and anything that runs SQL can run them.
#include "squash/rows_script.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::squash {
namespace {

constexpr std::size_t rows_of_a_statement = 100;

// {0} is the history schema, {1} the kind of relation.
constexpr std::string_view relations = R"(
select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
where c.relkind::pg_catalog.text operator(pg_catalog.=) '{1}'
  and n.nspname::pg_catalog.text operator(pg_catalog.!~) '^pg_'
  and n.nspname::pg_catalog.text not in ('information_schema', {0})
  and not exists (
      select from pg_catalog.pg_depend d
      where d.classid operator(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.objid operator(pg_catalog.=) c.oid
        and d.deptype::pg_catalog.text operator(pg_catalog.=) 'e'))";

constexpr std::string_view columns = R"(
select r.name,
       pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum),
       pg_catalog.string_agg(
           pg_catalog.format('pg_catalog.quote_nullable(t.%I::pg_catalog.text)', a.attname),
           ', ' order by a.attnum)
from ({}) r
join pg_catalog.pg_attribute a on a.attrelid operator(pg_catalog.=) r.oid
where a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
  and a.attgenerated::pg_catalog.text operator(pg_catalog.=) ''
group by r.name
order by r.name collate "C")";

constexpr std::string_view in_order = "select * from ({}) r order by r.name collate \"C\"";

std::string
relations_of(pg::Connection& connection, const std::string& history_schema, std::string_view kind) {
    return fmt::format(relations, connection.quote_literal(history_schema), kind);
}

/// The rows of a statement, and how many there are.
std::string rows_query(std::string_view table, std::string_view values) {
    return fmt::format(
        "select pg_catalog.string_agg(r.line, E',\\n' order by r.number), pg_catalog.count(*) "
        "from (select pg_catalog.row_number() over (order by t.ctid) as number, "
        "'    (' || pg_catalog.concat_ws(', ', {1}) || ')' as line from only {0} t) r "
        "group by (r.number - 1) / {2} order by pg_catalog.min(r.number)",
        table,
        values,
        rows_of_a_statement
    );
}

} // namespace

bool has_large_objects(pg::Connection& connection) {
    const auto found =
        connection.execute("select exists (select from pg_catalog.pg_largeobject_metadata)");
    return found.front().boolean(0, 0);
}

std::string sequences_script(pg::Connection& connection, const std::string& history_schema) {
    const auto names =
        connection.execute(fmt::format(in_order, relations_of(connection, history_schema, "S")));
    std::string question;
    for (std::size_t row = 0; row < names.front().rows(); ++row) {
        const std::string name(names.front().value(row, 1));
        question += fmt::format(
            "{}select {} as name, s.last_value, s.is_called from {} s, pg_catalog.pg_sequence f "
            "where f.seqrelid operator(pg_catalog.=) {}::pg_catalog.regclass "
            "and (s.is_called or s.last_value operator(pg_catalog.<>) f.seqstart)",
            question.empty() ? "" : " union all ",
            connection.quote_literal(name),
            name,
            connection.quote_literal(name)
        );
    }
    std::string sql;
    if (question.empty()) {
        return sql;
    }
    const auto found = connection.execute(fmt::format(in_order, question));
    for (std::size_t row = 0; row < found.front().rows(); ++row) {
        sql += fmt::format(
            "SELECT pg_catalog.setval({}, {}, {});\n",
            connection.quote_literal(std::string(found.front().value(row, 0))),
            found.front().value(row, 1),
            found.front().boolean(row, 2)
        );
    }
    return sql;
}

RowsScript rows_script(pg::Connection& connection, const std::string& history_schema) {
    // Texts that every server reads as the value they were, whatever its own settings.
    connection.execute("set datestyle to iso; set intervalstyle to postgres; "
                       "set extra_float_digits to 1; set bytea_output to hex; set timezone to utc");
    RowsScript script;
    const auto tables =
        connection.execute(fmt::format(columns, relations_of(connection, history_schema, "r")));
    for (std::size_t table = 0; table < tables.front().rows(); ++table) {
        const auto name = tables.front().value(table, 0);
        const auto found = connection.execute(rows_query(name, tables.front().value(table, 2)));
        for (std::size_t row = 0; row < found.front().rows(); ++row) {
            script.sql += fmt::format(
                "{}INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES\n{};\n",
                script.sql.empty() ? "" : "\n",
                name,
                tables.front().value(table, 1),
                found.front().value(row, 0)
            );
            script.rows += static_cast<std::size_t>(found.front().integer(row, 1));
        }
        script.tables += found.front().rows() > 0 ? 1 : 0;
    }
    const auto sequences = sequences_script(connection, history_schema);
    script.sql += (script.sql.empty() || sequences.empty() ? "" : "\n") + sequences;
    return script;
}

} // namespace runner::squash
