#include "record/event_log.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

std::string value_at(const pg::Result& rows, std::size_t row, std::size_t column) {
    return std::string(rows.value(row, column));
}

Event event_of(const pg::Result& rows, std::size_t row) {
    Event event;
    event.id = rows.integer(row, 0);
    event.at = Instant(std::chrono::microseconds(rows.integer(row, 1)));
    event.kind = value_at(rows, row, 2);
    if (!rows.is_null(row, 3)) {
        event.version = Version{value_at(rows, row, 3)};
    }
    event.subject = value_at(rows, row, 4);
    event.run_id = value_at(rows, row, 5);
    event.by_role = value_at(rows, row, 6);
    event.from_host = value_at(rows, row, 7);
    if (!rows.is_null(row, 8)) {
        event.duration = std::chrono::milliseconds(rows.integer(row, 8));
    }
    event.runner_version = value_at(rows, row, 9);
    event.sqlstate = value_at(rows, row, 10);
    event.message = value_at(rows, row, 11);
    event.location = value_at(rows, row, 12);
    event.statement = value_at(rows, row, 13);
    event.blocker = value_at(rows, row, 14);
    event.before = value_at(rows, row, 15);
    return event;
}

} // namespace

std::vector<Event>
read_events(pg::Connection& connection, const std::string& schema, const LogRequest& request) {
    const auto sql = fmt::format(
        // Microseconds since 1970, as everywhere; as JSON, a column that an older layout lacks is
        // null.
        "select id, (pg_catalog.date_part('epoch', at) operator(pg_catalog.*) "
        "1000000::pg_catalog.float8)::pg_catalog.int8, kind, version, subject, run_id, by_role, "
        "from_host, duration_ms, runner_version, sqlstate, message, location, statement, "
        "pg_catalog.to_jsonb(e) operator(pg_catalog.->>) 'blocker', "
        "pg_catalog.to_jsonb(e) operator(pg_catalog.->>) 'before' "
        "from {}.event e where $1::pg_catalog.numeric is null or version operator(pg_catalog.=) "
        "$1::pg_catalog.numeric order by id desc limit $2::pg_catalog.int8",
        schema
    );
    const auto rows = connection.query(
        sql,
        {request.version ? std::optional(request.version->digits) : std::nullopt,
         request.limit == 0 ? std::nullopt : std::optional(std::to_string(request.limit))}
    );
    std::vector<Event> events;
    events.reserve(rows.rows());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        events.push_back(event_of(rows, row));
    }
    return events;
}

} // namespace runner
