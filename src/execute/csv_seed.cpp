// COPY reads the rows exactly as PostgreSQL's own CSV rules say (an empty field is NULL, "" is an
// empty string); only the header line is read here, to know the columns.
#include "execute/csv_seed.hpp"

#include "execute/copy_error.hpp"
#include "execute/csv_table.hpp"
#include "execute/csv_text.hpp"
#include "execute/statement.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace runner {
namespace {

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
    const pg::Connection& connection, const CsvTable& table, const std::vector<std::string>& columns
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
    const auto compared = [&](const char* side) {
        std::string text;
        for (const auto& value : values) {
            text += fmt::format(
                "{}{}.{}{}",
                text.empty() ? "" : ", ",
                side,
                connection.quote_name(value),
                contains(table.unequal, value) ? "::pg_catalog.text" : ""
            );
        }
        return text;
    };
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
                     compared("target"),
                     compared("excluded")
                 );
}

// Keys from the file leave the sequence behind them; the application's next insert would clash.
void advance_sequences(
    pg::Connection& connection, const CsvTable& table, const std::vector<std::string>& columns
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

void empty_tables(pg::Connection& connection, const Step& step) {
    if (step.truncate.empty()) {
        return;
    }
    std::string names;
    for (const auto& [schema, table] : step.truncate) {
        names += (names.empty() ? "" : ", ") + quoted_table(connection, schema, table);
    }
    try {
        connection.execute("truncate " + names);
    } catch (Error& error) {
        constexpr std::string_view feature_not_supported = "0A000";
        if (error.server() && error.server()->sqlstate == feature_not_supported) {
            error.say_advice("nothing is emptied that has no CSV seed of its own: write one for "
                             "the table that references it, or empty that one by hand");
        }
        error.locate({step.script.path, {0, 0}, {}});
        throw;
    }
}

/// ON CONFLICT would only say that some row came twice.
void check_keys(pg::Connection& connection, const Step& step, const CsvTable& table) {
    const auto key = list(connection, table.key, "{}");
    const auto found = connection.query(
        fmt::format(
            "select pg_catalog.concat_ws(', ', {0}) from pg_temp.runner_csv_seed group by {0} "
            "having pg_catalog.count(*) operator(pg_catalog.>) 1 order by {0} limit 1",
            key
        ),
        {}
    );
    if (found.rows() > 0) {
        Error error(
            ErrorKind::statement,
            fmt::format(
                "two rows have the same key: {} = {}", fmt::join(table.key, ", "), found.value(0, 0)
            ),
            Location{step.script.path, {0, 0}, {}}
        );
        error.say_advice("keep one of them");
        throw error;
    }
}

/// From "COPY runner_csv_seed, line 3, column id: ..."; the header is line 1, so the whole file
/// counts as data.
Location place_of(const Step& step, const std::vector<CsvColumn>& columns, const Error& error) {
    const auto text = step.script.text.view();
    const auto line =
        error.server() ? copy_error_offset(text, {0, text.size()}, *error.server()) : std::nullopt;
    if (!line) {
        return {step.script.path, {0, 0}, {}};
    }
    for (std::size_t field = 0; field < columns.size(); ++field) {
        const auto mark = fmt::format(", column {}:", columns[field].name);
        if (error.server()->context.find(mark) != std::string::npos) {
            return step.script.locate(csv_field(text, *line, field));
        }
    }
    return step.script.locate(*line);
}

} // namespace

void load_csv_seed(pg::Connection& connection, const Step& step, const pg::CopyProgress& sent) {
    const auto columns = csv_header(step.script);
    if (const auto at = csv_end_mark(step.script.text.view())) {
        refuse_csv(
            step,
            *at,
            "PostgreSQL takes a line `\\.` for the end of the rows and leaves out what follows",
            "write it between quotes: \"\\.\""
        );
    }
    const auto table = find_csv_table(connection, step);
    check_columns(step, table, columns);
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const auto& column : columns) {
        names.push_back(column.name);
    }
    const auto all = list(connection, names, "{}");
    empty_tables(connection, step);
    try {
        connection.execute(fmt::format(
            "create temporary table runner_csv_seed on commit drop as select {} from {} with no "
            "data",
            all,
            table.name
        ));
        send_rows(
            connection,
            fmt::format(
                "copy pg_temp.runner_csv_seed ({}) from stdin with (format csv, header true)", all
            ),
            step.script.text,
            {0, step.script.text.view().size()},
            sent
        );
        check_keys(connection, step, table);
        connection.execute(upsert_sql(connection, table, names));
        advance_sequences(connection, table, names);
        connection.execute("drop table pg_temp.runner_csv_seed"); // another seed may follow
    } catch (Error& error) {
        error.locate(place_of(step, columns, error));
        throw;
    }
}

} // namespace runner
