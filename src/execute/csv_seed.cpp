// COPY reads the file exactly as PostgreSQL's own CSV rules say (an empty field is NULL, "" is an
// empty string); only the header line is read here, to know the columns.
#include "execute/csv_seed.hpp"

#include "execute/copy_error.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace runner {
namespace {

struct Table {
    std::string name;                    // quoted and qualified
    std::vector<std::string> key;        // columns of the primary key
    std::vector<std::string> identities; // GENERATED ALWAYS AS IDENTITY
};

[[noreturn]] void refuse(const Step& step, const std::string& message, const std::string& advice) {
    Error error(ErrorKind::statement, message, step.script.locate(0));
    error.say_advice(advice);
    throw error;
}

// The first record; a quoted name may hold commas, quotes (doubled) and line breaks.
std::vector<std::string> header_columns(const Step& step) {
    const auto text = step.script.text.view();
    std::vector<std::string> columns(1);
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                columns.back() += '"';
                ++at;
            } else if (c == '"') {
                quoted = false;
            } else {
                columns.back() += c;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            columns.emplace_back();
        } else if (c == '\n' || c == '\r') {
            break;
        } else {
            columns.back() += c;
        }
    }
    for (const auto& column : columns) {
        if (column.empty()) {
            refuse(step, "the header line has an empty column name", "name every column");
        }
    }
    return columns;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Table find_table(pg::Connection& connection, const Step& step) {
    const auto shown =
        step.table_schema.empty() ? step.table : step.table_schema + "." + step.table;
    auto name = connection.quote_name(step.table);
    if (!step.table_schema.empty()) {
        name = connection.quote_name(step.table_schema) + "." + name;
    }
    const auto found = connection.query(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname), a.attname, "
        "i.indexrelid is not null, a.attidentity operator(pg_catalog.=) 'a'::pg_catalog.\"char\" "
        "from pg_catalog.pg_class c "
        "join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace "
        "join pg_catalog.pg_attribute a on a.attrelid operator(pg_catalog.=) c.oid "
        "and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped "
        "left join pg_catalog.pg_index i on i.indrelid operator(pg_catalog.=) c.oid "
        "and i.indisprimary and a.attnum operator(pg_catalog.=) any (i.indkey::pg_catalog.int2[]) "
        "where c.oid operator(pg_catalog.=) pg_catalog.to_regclass($1)",
        {name}
    );
    if (found.rows() == 0) {
        refuse(
            step,
            "there is no table " + shown,
            "the file's name says the table: NNN_[schema.]table.csv"
        );
    }
    Table table;
    table.name = found.value(0, 0);
    for (std::size_t row = 0; row < found.rows(); ++row) {
        if (found.boolean(row, 2)) {
            table.key.emplace_back(found.value(row, 1));
        }
        if (found.boolean(row, 3)) {
            table.identities.emplace_back(found.value(row, 1));
        }
    }
    if (table.key.empty()) {
        refuse(
            step,
            "table " + shown + " has no primary key to recognise rows by",
            "add one, or write the seed as SQL"
        );
    }
    return table;
}

std::string
list(const pg::Connection& connection, const std::vector<std::string>& names, const char* form) {
    std::string text;
    for (const auto& name : names) {
        text += text.empty() ? "" : ", ";
        text += fmt::format(fmt::runtime(form), connection.quote_name(name));
    }
    return text;
}

std::string upsert_sql(
    const pg::Connection& connection, const Table& table, const std::vector<std::string>& columns
) {
    std::vector<std::string> values;
    bool sets_identity = false;
    for (const auto& column : columns) {
        sets_identity = sets_identity || contains(table.identities, column);
        // A GENERATED ALWAYS column takes no UPDATE; one outside the key keeps its first value.
        if (!contains(table.key, column) && !contains(table.identities, column)) {
            values.push_back(column);
        }
    }
    const auto all = list(connection, columns, "{}");
    auto sql = fmt::format(
        "insert into {} as target ({}) {} select {} from pg_temp.runner_csv_seed on conflict ({}) ",
        table.name,
        all,
        sets_identity ? "overriding system value" : "",
        all,
        list(connection, table.key, "{}")
    );
    if (values.empty()) {
        return sql + "do nothing";
    }
    return sql + fmt::format(
                     "do update set {} where ({}) is distinct from ({})",
                     list(connection, values, "{0} = excluded.{0}"),
                     list(connection, values, "target.{}"),
                     list(connection, values, "excluded.{}")
                 );
}

// Keys from the file leave the sequence behind them; the application's next insert would clash.
void advance_sequences(
    pg::Connection& connection, const Table& table, const std::vector<std::string>& columns
) {
    for (const auto& column : columns) {
        const auto sequence = connection.query(
            "select pg_catalog.pg_get_serial_sequence($1, $2)", {table.name, column}
        );
        if (sequence.is_null(0, 0)) {
            continue;
        }
        const auto name = std::string(sequence.value(0, 0));
        connection.query(
            fmt::format(
                "select pg_catalog.setval($1::pg_catalog.regclass, m.highest) from (select "
                "pg_catalog.max({})::pg_catalog.int8 as highest from {}) m, {} s where m.highest "
                "operator(pg_catalog.>=) s.last_value",
                connection.quote_name(column),
                table.name,
                name
            ),
            {name}
        );
    }
}

} // namespace

void load_csv_seed(pg::Connection& connection, const Step& step) {
    const auto columns = header_columns(step);
    const auto table = find_table(connection, step);
    for (const auto& column : table.key) {
        if (!contains(columns, column)) {
            refuse(
                step,
                fmt::format("the header line lacks {}, part of the primary key", column),
                "add the column: rows are recognised by it"
            );
        }
    }
    const auto all = list(connection, columns, "{}");
    try {
        connection.execute(fmt::format(
            "create temporary table runner_csv_seed on commit drop as select {} from {} with no "
            "data",
            all,
            table.name
        ));
        connection.copy_in(
            fmt::format(
                "copy pg_temp.runner_csv_seed ({}) from stdin with (format csv, header true)", all
            ),
            step.script.text.view()
        );
        connection.execute(upsert_sql(connection, table, columns));
        advance_sequences(connection, table, columns);
    } catch (Error& error) {
        // The header is line 1, so the whole file counts as data.
        const auto text = step.script.text.view();
        const auto offset = error.server()
                                ? copy_error_offset(text, {0, text.size()}, *error.server())
                                : std::nullopt;
        error.locate(offset ? step.script.locate(*offset) : Location{step.script.path, {0, 0}, {}});
        throw;
    }
}

} // namespace runner
