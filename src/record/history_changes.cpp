// Changes of rows that no file has to run for. What a row was before stays in its event.
#include "record/history_store.hpp"
#include "record/recording.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

/// An event with the row it is about, from a CTE `old` with that row.
std::string event_sql(const std::string& schema, const char* kind) {
    return fmt::format(
        "insert into {}.event (kind, version, subject, run_id, from_host, runner_version, before) "
        "select '{}', old.version, $1, $2::pg_catalog.uuid, $3, $4, pg_catalog.to_jsonb(old) "
        "from old",
        schema,
        kind
    );
}

} // namespace

bool HistoryStore::replace_row(const Step& step, const Checksum& before) {
    auto values = recording_values(step);
    values.emplace_back(before.text());
    const auto changed = connection_.query(
        fmt::format(
            "with old as materialized (select m.* from {0}.migration m where m.version "
            "operator(pg_catalog.=) $5::pg_catalog.numeric and m.checksum operator(pg_catalog.=) "
            "$12 for update), fresh as (update {0}.migration m set name = $6, checksum = $7, "
            // A down file that is gone is no reason to forget how to go back.
            "fingerprint = $8, up_sql = $9, down_sql = coalesce($10, m.down_sql), "
            "directives = $11::pg_catalog.jsonb from old where m.version operator(pg_catalog.=) "
            "old.version) {1}",
            schema_,
            event_sql(schema_, "repaired")
        ),
        values
    );
    return changed.command_tag() == "INSERT 0 1";
}

bool HistoryStore::remove_row(
    const Version& version, const std::string& label, const Checksum& before
) {
    const auto removed = connection_.query(
        fmt::format(
            "with old as (delete from {0}.migration m where m.version operator(pg_catalog.=) "
            "$5::pg_catalog.numeric and m.checksum operator(pg_catalog.=) $6 returning m.*) {1}",
            schema_,
            event_sql(schema_, "removed")
        ),
        {label, run_id_, host_, RUNNER_VERSION, version.digits, before.text()}
    );
    return removed.command_tag() == "INSERT 0 1";
}

bool HistoryStore::add_baselined_row(const Step& step) {
    const auto added = connection_.query(
        fmt::format(
            "with fresh as (insert into {0}.migration (version, name, checksum, fingerprint, "
            "up_sql, "
            "down_sql, directives, run_id, duration_ms, runner_version, origin) values "
            "($5::pg_catalog.numeric, $6, $7, $8, $9, $10, $11::pg_catalog.jsonb, "
            "$2::pg_catalog.uuid, 0::pg_catalog.int8, $4, 'baselined') on conflict (version) do "
            "nothing returning version) "
            "insert into {0}.event (kind, version, subject, run_id, from_host, duration_ms, "
            "runner_version) select 'baselined', fresh.version, $1, $2::pg_catalog.uuid, $3, "
            "0::pg_catalog.int8, $4 from fresh",
            schema_
        ),
        recording_values(step)
    );
    return added.command_tag() == "INSERT 0 1";
}

} // namespace runner
