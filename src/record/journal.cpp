// The journal: intent before each statement outside a transaction, outcome after it.
#include "pg/transaction.hpp"
#include "record/history_store.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

const char* direction(const Step& step) {
    return step.action == Step::Action::revert ? "down" : "up";
}

/// The row of a statement: its key is $1, $2 and $3.
constexpr const char* is_this_one =
    "version operator(pg_catalog.=) $1::pg_catalog.numeric and direction operator(pg_catalog.=) $2 "
    "and statement operator(pg_catalog.=) $3::pg_catalog.int8";

} // namespace

void HistoryStore::begin_statement(const Step& step, const Intent& intent) {
    const auto optional_number = [](std::optional<std::int64_t> number) {
        return number ? std::optional(std::to_string(*number)) : std::nullopt;
    };
    connection_.query(
        fmt::format(
            "insert into {}.journal (version, direction, statement, name, checksum, run_id, "
            "backend_start, sql, noted, together, rounds, rows) values "
            "($1::pg_catalog.numeric, $2, $3::pg_catalog.int8, $4, $5, $6::pg_catalog.uuid, "
            "(select a.backend_start from pg_catalog.pg_stat_activity a where a.pid "
            "operator(pg_catalog.=) pg_catalog.pg_backend_pid()), $7, $8, $9::pg_catalog.bool, "
            "$10::pg_catalog.int8, $11::pg_catalog.int8) "
            "on conflict (version, direction, statement) do update set name = excluded.name, "
            "checksum = excluded.checksum, outcome = 'unknown', "
            "backend_pid = excluded.backend_pid, backend_start = excluded.backend_start, "
            "run_id = excluded.run_id, started_at = excluded.started_at, ended_at = null, "
            "sql = excluded.sql, noted = excluded.noted, together = excluded.together, "
            "rounds = excluded.rounds, rows = excluded.rows",
            schema_
        ),
        {step.version.digits,
         direction(step),
         std::to_string(intent.number),
         step.label,
         intent.checksum.text(),
         run_id_,
         intent.sql.size() <= store_limit_ ? std::optional<std::string>(intent.sql) : std::nullopt,
         intent.noted,
         intent.together ? "true" : "false",
         optional_number(intent.rounds),
         intent.rounds ? std::optional(std::to_string(intent.rows)) : std::nullopt}
    );
}

void HistoryStore::end_statement(
    const Step& step, std::size_t number, JournalEntry::Outcome outcome
) {
    connection_.query(
        fmt::format(
            "update {}.journal set outcome = $4, ended_at = pg_catalog.clock_timestamp() where {}",
            schema_,
            is_this_one
        ),
        {step.version.digits,
         direction(step),
         std::to_string(number),
         outcome == JournalEntry::Outcome::done ? "done" : "failed"}
    );
}

void HistoryStore::forget_statement(const Step& step, std::size_t number) {
    connection_.query(
        fmt::format("delete from {}.journal where {}", schema_, is_this_one),
        {step.version.digits, direction(step), std::to_string(number)}
    );
}

void HistoryStore::add_round(const Step& step, std::size_t number, std::uint64_t rows) {
    connection_.query(
        fmt::format(
            "update {}.journal set rounds = rounds operator(pg_catalog.+) 1::pg_catalog.int8, "
            "rows = rows operator(pg_catalog.+) $4::pg_catalog.int8 where {}",
            schema_,
            is_this_one
        ),
        {step.version.digits, direction(step), std::to_string(number), std::to_string(rows)}
    );
}

bool HistoryStore::is_sender_alive(const Step& step, std::size_t number) {
    return connection_
        .query(
            fmt::format(
                "select exists (select from {}.journal j join pg_catalog.pg_stat_activity a on "
                "a.pid operator(pg_catalog.=) j.backend_pid where a.pid operator(pg_catalog.<>) "
                "pg_catalog.pg_backend_pid() and (a.backend_start is null or a.backend_start "
                "operator(pg_catalog.=) j.backend_start or (j.backend_start is null and "
                "a.backend_start operator(pg_catalog.<=) j.started_at)) and {})",
                schema_,
                is_this_one
            ),
            {step.version.digits, direction(step), std::to_string(number)}
        )
        .boolean(0, 0);
}

void HistoryStore::record_repair(
    const Step& step, std::string_view statement, std::string_view words
) {
    record_found(step, "repaired", statement, words);
}

void HistoryStore::record_found(
    const Step& step, const char* kind, std::string_view statement, std::string_view words
) {
    connection_.query(
        fmt::format(
            "insert into {}.event (kind, version, subject, run_id, from_host, runner_version, "
            "message, statement) values ($1, $2::pg_catalog.numeric, $3, $4::pg_catalog.uuid, $5, "
            "$6, $7, $8)",
            schema_
        ),
        {kind,
         step.version.digits,
         step.label,
         run_id_,
         host_,
         RUNNER_VERSION,
         std::string(words),
         std::string(statement.substr(0, store_limit_))}
    );
}

void HistoryStore::resolve(const JournalEntry& entry, bool applied) {
    Step step;
    step.action = entry.direction == JournalEntry::Direction::down ? Step::Action::revert
                                                                   : Step::Action::apply;
    step.version = entry.version;
    step.label = entry.name;
    pg::Transaction transaction(connection_, "BEGIN");
    end_statement(
        step,
        static_cast<std::size_t>(entry.statement),
        applied ? JournalEntry::Outcome::done : JournalEntry::Outcome::failed
    );
    record_found(
        step,
        "resolved",
        entry.sql,
        fmt::format("statement {} has {} effect", entry.statement, applied ? "had its" : "had no")
    );
    transaction.commit();
}

} // namespace runner
