#include "record/adoption.hpp"

#include "pg/transaction.hpp"
#include "record/history_store.hpp"
#include "record/recording.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>

namespace runner {
namespace {

std::string adoption_sql(const std::string& schema, Origin origin) {
    constexpr std::array words = {"baselined", "imported"};
    return fmt::format(
        "with adopted as (insert into {0}.migration (version, name, checksum, fingerprint, up_sql, "
        "down_sql, directives, run_id, applied_at, applied_by, duration_ms, runner_version, "
        "origin) values ($1::pg_catalog.numeric, $2, $3, $4, $5, $6, $7::pg_catalog.jsonb, "
        "$8::pg_catalog.uuid, coalesce('epoch'::pg_catalog.timestamptz operator(pg_catalog.+) "
        "($9::pg_catalog.float8 operator(pg_catalog.*) '1 microsecond'::pg_catalog.interval), "
        "pg_catalog.clock_timestamp()), "
        "coalesce($10::pg_catalog.text, session_user::pg_catalog.text), $11::pg_catalog.int8, $12, "
        "'{1}')) "
        "insert into {0}.event (kind, version, subject, run_id, from_host, runner_version, "
        "message) values ('{1}', $1::pg_catalog.numeric, $13, $8::pg_catalog.uuid, $14, $12, "
        "nullif($15::pg_catalog.text, ''))",
        schema,
        words[static_cast<std::size_t>(origin)]
    );
}

pg::Parameters adoption_values(const RunFacts& facts, const Adoption& adoption) {
    const auto& migration = adoption.migration;
    return {
        migration.version.digits,
        migration.name,
        migration.up.checksum.text(),
        migration.up.body->fingerprint.text(),
        facts.kept(migration.up),
        migration.down ? facts.kept(*migration.down) : std::nullopt,
        directives_json(migration.up.header),
        facts.run_id,
        adoption.applied_at
            ? std::optional(std::to_string(adoption.applied_at->time_since_epoch().count()))
            : std::nullopt,
        adoption.applied_by,
        std::to_string(adoption.duration.count()),
        RUNNER_VERSION,
        migration.label(),
        facts.host,
        adoption.words};
}

} // namespace

void HistoryStore::adopt(const std::vector<Adoption>& adoptions, Origin origin) {
    pg::Transaction transaction(connection_, "begin");
    const auto sql = adoption_sql(schema_, origin);
    const auto common = facts();
    for (const auto& adoption : adoptions) {
        connection_.query(sql, adoption_values(common, adoption));
    }
    transaction.commit();
}

} // namespace runner
