// Rows -> History, column by column.
#include "record/history_store.hpp"
#include "record/layout.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

constexpr int first_layout_with_journal = 2;
constexpr int first_layout_with_repeatables = 4;

Instant instant(const pg::Result& result, std::size_t row, std::size_t column) {
    return Instant(std::chrono::microseconds(result.integer(row, column)));
}

Checksum checksum_of(const pg::Result& result, std::size_t row, std::size_t column) {
    const auto text = result.value(row, column);
    if (const auto value = Checksum::from(text)) {
        return *value;
    }
    throw Error(
        ErrorKind::history,
        "the history holds a checksum this version does not know: " + std::string(text)
    );
}

std::string text(const pg::Result& result, std::size_t row, std::size_t column) {
    return std::string(result.value(row, column));
}

// Microseconds since 1970: exact, and independent of DateStyle and time zone.
std::string microseconds(const char* column) {
    return fmt::format(
        "(pg_catalog.date_part('epoch', {}) operator(pg_catalog.*) "
        "1000000::pg_catalog.float8)::pg_catalog.int8",
        column
    );
}

std::vector<Applied> migrations_of(const pg::Result& rows) {
    std::vector<Applied> migrations;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        migrations.push_back(
            {.version = Version{text(rows, row, 0)},
             .sequence = rows.integer(row, 1),
             .name = text(rows, row, 2),
             .checksum = checksum_of(rows, row, 3),
             .fingerprint = checksum_of(rows, row, 4),
             .applied_at = instant(rows, row, 5),
             .applied_by = text(rows, row, 6),
             .duration = std::chrono::milliseconds(rows.integer(row, 7)),
             .compatible_from = Version::from(rows.value(row, 8))}
        );
    }
    return migrations;
}

std::vector<Seeded> seeds_of(const pg::Result& rows) {
    std::vector<Seeded> seeds;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        seeds.push_back(
            {.name = text(rows, row, 0),
             .checksum = checksum_of(rows, row, 1),
             .fingerprint = checksum_of(rows, row, 2),
             .applied_at = instant(rows, row, 3),
             .applied_by = text(rows, row, 4),
             .duration = std::chrono::milliseconds(rows.integer(row, 5))}
        );
    }
    return seeds;
}

std::optional<Failure> failure_of(const pg::Result& rows) {
    if (rows.rows() == 0) {
        return std::nullopt;
    }
    return Failure{
        .subject = text(rows, 0, 0),
        .at = instant(rows, 0, 1),
        .by = text(rows, 0, 2),
        .sqlstate = text(rows, 0, 3),
        .message = text(rows, 0, 4),
        .where = text(rows, 0, 5),
        .statement = text(rows, 0, 6),
        .blocker = text(rows, 0, 7)};
}

JournalEntry::Outcome outcome_of(std::string_view word) {
    if (word == "done") {
        return JournalEntry::Outcome::done;
    }
    return word == "failed" ? JournalEntry::Outcome::failed : JournalEntry::Outcome::unknown;
}

std::vector<JournalEntry> journal_of(const pg::Result& rows) {
    std::vector<JournalEntry> journal;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        journal.push_back(
            {.version = Version{text(rows, row, 0)},
             .name = text(rows, row, 1),
             .direction = rows.value(row, 2) == "up" ? JournalEntry::Direction::up
                                                     : JournalEntry::Direction::down,
             .statement = rows.integer(row, 3),
             .checksum = checksum_of(rows, row, 4),
             .outcome = outcome_of(rows.value(row, 5)),
             .started_at = instant(rows, row, 6),
             .sql = text(rows, row, 8),
             .noted = rows.is_null(row, 9) ? std::nullopt : std::optional(text(rows, row, 9)),
             .together = rows.boolean(row, 10),
             .rounds = rows.is_null(row, 11) ? std::nullopt : std::optional(rows.integer(row, 11)),
             .rows = rows.is_null(row, 12) ? 0 : rows.integer(row, 12),
             .running = rows.boolean(row, 7)}
        );
    }
    return journal;
}

std::string fact(const char* column, const char* type) {
    return fmt::format("(j.facts operator(pg_catalog.->>) '{}')::pg_catalog.{}", column, type);
}

// backend_start is hidden from roles without rights on the other session.
std::string is_sender() {
    return fmt::format(
        "a.pid operator(pg_catalog.=) j.backend_pid and a.pid operator(pg_catalog.<>) "
        "pg_catalog.pg_backend_pid() and (a.backend_start is null or case when {0} is null then "
        "a.backend_start operator(pg_catalog.<=) j.started_at else a.backend_start "
        "operator(pg_catalog.=) {0} end)",
        fact("backend_start", "timestamptz")
    );
}

std::string load_sql(const std::string& schema, bool with_journal, bool with_repeatables) {
    auto sql = fmt::format(
        "select pg_catalog.max(version) from {0}.layout;"
        "select version, sequence, name, checksum, fingerprint, {1}, applied_by, duration_ms, "
        "case when directives operator(pg_catalog.@>) '[[\"compatible-from\"]]'::pg_catalog.jsonb "
        "then (select d.value operator(pg_catalog.->>) 1 from "
        "pg_catalog.jsonb_array_elements(directives) d (value) where (d.value "
        "operator(pg_catalog.->>) 0) operator(pg_catalog.=) 'compatible-from' limit 1) end "
        "from {0}.migration order by sequence;"
        "select name, checksum, fingerprint, {1}, applied_by, duration_ms from {0}.seed;"
        // As JSON, a column that an older layout lacks is null.
        "select subject, {2}, by_role, sqlstate, message, location, statement, "
        "pg_catalog.to_jsonb(f) operator(pg_catalog.->>) 'blocker' from (select * from {0}.event f "
        "where kind operator(pg_catalog.=) 'failed' and not exists (select from {0}.event e "
        "where e.subject operator(pg_catalog.=) f.subject and e.id operator(pg_catalog.>) f.id "
        "and e.kind operator(pg_catalog.<>) all (array['failed', 'repaired'])) "
        "order by id desc limit 1) f;",
        schema,
        microseconds("applied_at"),
        microseconds("at")
    );
    if (with_journal) {
        sql += fmt::format(
            // As JSON, a column that an older layout lacks is null.
            "select version, name, direction, statement, checksum, outcome, {}, "
            "exists (select from pg_catalog.pg_stat_activity a where {}), {}, {}, {}, {}, {} "
            "from (select j.*, pg_catalog.to_jsonb(j) as facts from {}.journal j) j "
            "order by version, statement",
            microseconds("started_at"),
            is_sender(),
            fact("sql", "text"),
            fact("noted", "text"),
            fact("together", "bool"),
            fact("rounds", "int8"),
            fact("rows", "int8"),
            schema
        );
    }
    if (with_repeatables) {
        sql += fmt::format(
            "; select name, checksum, fingerprint, {}, applied_by, duration_ms from {}.repeatable",
            microseconds("applied_at"),
            schema
        );
    }
    return sql;
}

} // namespace

HistoryStore::Presence HistoryStore::look() const {
    // A superuser is a member of every role, so for one only the very owner will do.
    const auto found = connection_.query(
        "select pg_catalog.to_regclass($2) is not null, pg_catalog.to_regclass($3) is not null, "
        "pg_catalog.to_regclass($4) is not null, n.nspname is not null, "
        "pg_catalog.pg_get_userbyid(n.nspowner), "
        "pg_catalog.pg_get_userbyid(n.nspowner) operator(pg_catalog.=) current_user or "
        "(not r.rolsuper and pg_catalog.pg_has_role(current_user, n.nspowner, 'USAGE')), "
        "(select pg_catalog.string_agg(distinct case when a.grantee operator(pg_catalog.=) "
        "0::pg_catalog.oid then 'PUBLIC' else "
        "pg_catalog.pg_get_userbyid(a.grantee)::pg_catalog.text "
        "end, ', ') from pg_catalog.aclexplode(n.nspacl) a where a.privilege_type "
        "operator(pg_catalog.=) 'CREATE' and a.grantee operator(pg_catalog.<>) n.nspowner) "
        "from pg_catalog.pg_roles r left join pg_catalog.pg_namespace n on n.nspname "
        "operator(pg_catalog.=) $1::pg_catalog.name where r.rolname operator(pg_catalog.=) "
        "current_user",
        {schema_name_, schema_ + ".layout", schema_ + ".journal", schema_ + ".repeatable"}
    );
    return {
        .tables = found.boolean(0, 0),
        .journal = found.boolean(0, 1),
        .repeatables = found.boolean(0, 2),
        .schema = found.boolean(0, 3),
        .ours = found.boolean(0, 5),
        .owner = text(found, 0, 4),
        .others = text(found, 0, 6)};
}

History HistoryStore::load() {
    History history;
    if (!presence_.tables) {
        presence_ = look();
    }
    if (!presence_.tables) {
        return history;
    }
    const bool with_journal = presence_.journal;
    const bool with_repeatables = presence_.repeatables;
    const auto results = connection_.execute(load_sql(schema_, with_journal, with_repeatables));
    layout_ = static_cast<int>(results[0].integer(0, 0));
    if (layout_ > current_layout) {
        Error error(
            ErrorKind::history,
            fmt::format(
                "the history in schema {} has layout {}, this runner knows {}",
                schema_name_,
                layout_,
                current_layout
            )
        );
        error.say_advice("use the newer runner that wrote it");
        throw error;
    }
    if ((layout_ >= first_layout_with_journal && !with_journal) ||
        (layout_ >= first_layout_with_repeatables && !with_repeatables)) {
        presence_ = {}; // somebody has brought it up to date since we looked
        return load();
    }
    history.exists = true;
    history.migrations = migrations_of(results[1]);
    history.seeds = seeds_of(results[2]);
    history.failure = failure_of(results[3]);
    if (with_journal) {
        history.journal = journal_of(results[4]);
    }
    if (with_repeatables) {
        history.repeatables = seeds_of(results[5]);
    }
    return history;
}

} // namespace runner
