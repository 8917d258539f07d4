#include "record/migration_row.hpp"

#include "record/change_text.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {

std::optional<RowOrigin>
read_origin(pg::Connection& connection, const std::string& schema, const Version& version) {
    const auto rows = connection.query(
        fmt::format(
            // As JSON, a column that an older layout lacks is null.
            "select coalesce(pg_catalog.to_jsonb(m) operator(pg_catalog.->>) 'origin', 'applied'), "
            "run_id, runner_version, up_sql, down_sql, pg_catalog.to_jsonb(m) "
            "operator(pg_catalog.->>) 'changes' from {}.migration m where version "
            "operator(pg_catalog.=) $1::pg_catalog.numeric",
            schema
        ),
        {version.digits}
    );
    if (rows.rows() == 0) {
        return std::nullopt;
    }
    const auto text = [&](std::size_t column) { return std::string(rows.value(0, column)); };
    const auto kept = [&](std::size_t column) {
        return rows.is_null(0, column) ? std::nullopt : std::optional(text(column));
    };
    return RowOrigin{
        .origin = text(0),
        .run_id = text(1),
        .runner_version = text(2),
        .stored = {.up_sql = kept(3), .down_sql = kept(4)},
        .changes = changes_of_text(rows.value(0, 5))};
}

} // namespace runner
