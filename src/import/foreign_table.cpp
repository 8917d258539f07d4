#include "import/foreign_table.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

/// Schemas that have such a table; with a name, that one only.
std::vector<std::string> schemas_with(pg::Connection& connection, const TableName& name) {
    const auto found = connection.query(
        "select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n "
        "on n.oid operator(pg_catalog.=) c.relnamespace "
        "where c.relname operator(pg_catalog.=) $1::pg_catalog.name "
        "and c.relkind operator(pg_catalog.=) any (array['r', 'p', 'v']::\"char\"[]) "
        "and case when $2 operator(pg_catalog.=) '' then true "
        "else n.nspname operator(pg_catalog.=) $2::pg_catalog.name end "
        // Of those the search path sees there is one, and it wins.
        "order by pg_catalog.pg_table_is_visible(c.oid) desc, n.nspname",
        {name.table, name.schema}
    );
    std::vector<std::string> schemas;
    for (std::size_t row = 0; row < found.rows(); ++row) {
        schemas.emplace_back(found.value(row, 0));
    }
    return schemas;
}

bool is_visible(pg::Connection& connection, const std::string& table) {
    const auto found = connection.query("select pg_catalog.to_regclass($1) is not null", {table});
    return found.boolean(0, 0);
}

std::string schema_of(pg::Connection& connection, const TableName& name, std::string_view tool) {
    const auto schemas = schemas_with(connection, name);
    const auto shown = name.schema.empty() ? name.table : name.schema + "." + name.table;
    if (schemas.empty()) {
        Error error(
            ErrorKind::usage,
            fmt::format("this database has no table {}, the history of {}", shown, tool)
        );
        error.say_state("nothing was done");
        error.say_advice(
            "is it the right database? --table NAME and --schema NAME name another table, "
            "--files-only takes over the files alone"
        );
        throw error;
    }
    if (schemas.size() > 1 && name.schema.empty() &&
        !is_visible(connection, connection.quote_name(name.table))) {
        std::string list;
        for (const auto& schema : schemas) {
            list += (list.empty() ? "" : ", ") + schema;
        }
        Error error(
            ErrorKind::usage, fmt::format("several schemas have a table {}: {}", name.table, list)
        );
        error.say_state("nothing was done");
        error.say_advice("say which one with --schema NAME");
        throw error;
    }
    return schemas.front();
}

std::string filled(std::string_view sql, const std::string& table) {
    std::string result;
    for (const char c : sql) {
        if (c == '$') {
            result += table;
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace

ForeignTable::ForeignTable(
    pg::Connection& connection,
    const TableName& name,
    std::string_view tool,
    const std::vector<std::string_view>& columns
)
    : connection_(connection) {
    const auto schema = schema_of(connection, name, tool);
    schema_ = connection.quote_name(schema);
    quoted_ = schema_ + "." + connection.quote_name(name.table);
    shown_ = schema + "." + name.table;
    const auto found = connection.query(
        "select attname from pg_catalog.pg_attribute where attrelid operator(pg_catalog.=) "
        "$1::pg_catalog.regclass and attnum operator(pg_catalog.>) 0::pg_catalog.int2 "
        "and not attisdropped",
        {quoted_}
    );
    for (std::size_t row = 0; row < found.rows(); ++row) {
        columns_.emplace_back(found.value(row, 0));
    }
    for (const auto column : columns) {
        if (!has_column(column)) {
            Error error(
                ErrorKind::usage,
                fmt::format(
                    "{} is not the history of {}: it has no column {}", shown_, tool, column
                )
            );
            error.say_state("nothing was done");
            error.say_advice("golang-migrate, dbmate and Rails all call theirs schema_migrations; "
                             "name the right tool, or another table with --table");
            throw error;
        }
    }
}

bool ForeignTable::has_column(std::string_view name) const {
    return std::find(columns_.begin(), columns_.end(), name) != columns_.end();
}

pg::Result ForeignTable::select(std::string_view columns, std::string_view rest) {
    return connection_.query(
        fmt::format("select {} from {} {}", columns, quoted_, filled(rest, quoted_)), {}
    );
}

std::string ForeignTable::neighbour(std::string_view name) const {
    return schema_ + "." + connection_.quote_name(name);
}

std::string microseconds_sql(std::string_view column) {
    return fmt::format(
        "(pg_catalog.date_part('epoch', {}::pg_catalog.timestamptz) operator(pg_catalog.*) "
        "1000000::pg_catalog.float8)::pg_catalog.int8",
        column
    );
}

std::optional<Instant> instant_of(const pg::Result& rows, std::size_t row, std::size_t column) {
    if (rows.is_null(row, column)) {
        return std::nullopt;
    }
    return Instant(std::chrono::microseconds(rows.integer(row, column)));
}

std::string text_of(const pg::Result& rows, std::size_t row, std::size_t column) {
    return std::string(rows.value(row, column));
}

void refuse_unfinished(const std::string& message, const std::string& advice) {
    Error error(ErrorKind::history, message);
    error.say_state("nothing was done");
    error.say_advice(advice);
    throw error;
}

} // namespace runner::foreign
