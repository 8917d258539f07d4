// Every name is qualified and every operator spelled out: a script may leave any search_path
// behind, and none of it may reach these statements.
#include "record/history_store.hpp"

#include "pg/transaction.hpp"
#include "record/change_text.hpp"
#include "record/layout.hpp"
#include "record/recording.hpp"
#include "record/since_begin.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <unistd.h>

namespace runner {
namespace {

std::string random_uuid() {
    std::random_device random;
    const auto word = [&] { return static_cast<std::uint32_t>(random()); };
    const auto a = word();
    const auto b = word();
    const auto c = word();
    const auto d = word();
    return fmt::format(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}",
        a,
        b >> 16U,
        b & 0xFFFU,
        0x8000U | (c >> 16U & 0x3FFFU),
        c & 0xFFFFU,
        d
    );
}

std::string host_name() {
    std::array<char, 256> host{};
    return gethostname(host.data(), host.size() - 1) == 0 ? host.data() : "unknown";
}

/// duplicate_schema, duplicate_table, unique_violation
bool is_race(const Error& error) {
    constexpr std::array<std::string_view, 3> states = {"42P06", "42P07", "23505"};
    return error.server() &&
           std::find(states.begin(), states.end(), error.server()->sqlstate) != states.end();
}

constexpr const char* version_is_first = "version operator(pg_catalog.=) $1::pg_catalog.numeric";

} // namespace

HistoryStore::HistoryStore(pg::Connection& connection, std::string schema, std::size_t store_limit)
    : connection_(connection),
      schema_name_(std::move(schema)),
      schema_(connection.quote_name(schema_name_)),
      store_limit_(store_limit),
      run_id_(random_uuid()),
      host_(host_name()) {}

History HistoryStore::load_or_create() {
    // Without the lock somebody else may create it at the same time, and then it is there.
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt) {
        auto history = load();
        check_owner();
        if (layout_ >= current_layout) {
            return history;
        }
        try {
            create();
        } catch (const Error& error) {
            connection_.rollback();
            if (attempt == attempts || !is_race(error)) {
                throw;
            }
            presence_ = {};
            continue;
        }
        history.exists = true;
        return history;
    }
}

void HistoryStore::create() {
    auto sql = presence_.schema ? std::string() : fmt::format("create schema {};", schema_);
    for (int step = layout_ + 1; step <= current_layout; ++step) {
        sql += layout_sql(step, schema_);
    }
    connection_.execute("begin;" + sql + "commit");
    presence_ = look();
    layout_ = current_layout;
}

void HistoryStore::check_owner() const {
    if (!presence_.schema) {
        return;
    }
    if (!presence_.ours) {
        Error error(
            ErrorKind::usage,
            fmt::format("the history schema {} belongs to role {}", schema_name_, presence_.owner)
        );
        error.say_advice(fmt::format(
            "connect as {0}, or add --role {0}, or name another --history-schema", presence_.owner
        ));
        throw error;
    }
    if (!presence_.others.empty()) {
        Error error(
            ErrorKind::usage,
            fmt::format(
                "in the history schema {} others may create objects: {}",
                schema_name_,
                presence_.others
            )
        );
        error.say_advice(fmt::format(
            "run: REVOKE CREATE ON SCHEMA {} FROM {}; or name another --history-schema",
            schema_,
            presence_.others
        ));
        throw error;
    }
}

Stored HistoryStore::stored(const Version& version) {
    const auto found = connection_.query(
        fmt::format(
            "select up_sql, down_sql from {}.migration where version operator(pg_catalog.=) "
            "$1::pg_catalog.numeric",
            schema_
        ),
        {version.digits}
    );
    Stored stored;
    if (found.rows() > 0 && !found.is_null(0, 0)) {
        stored.up_sql = std::string(found.value(0, 0));
    }
    if (found.rows() > 0 && !found.is_null(0, 1)) {
        stored.down_sql = std::string(found.value(0, 1));
    }
    return stored;
}

std::string HistoryStore::recording_sql(Step::Action action, const std::string& guard) const {
    return runner::recording_sql(schema_, action, guard, since_begin) + " returning duration_ms";
}

pg::Parameters HistoryStore::recording_values(const Step& step) const {
    return runner::recording_values(facts(), step);
}

void HistoryStore::record(const Step& step, std::chrono::milliseconds took) {
    const auto duration = std::to_string(took.count()) + "::pg_catalog.int8";
    connection_.query(
        runner::recording_sql(schema_, step.action, "true", duration), recording_values(step)
    );
    if (step.has_version()) {
        connection_.query(
            fmt::format("delete from {}.journal where {}", schema_, version_is_first),
            {step.version.digits}
        );
    }
}

void HistoryStore::keep_changes(
    const std::vector<ChangesOf>& migrations, const std::string& reset
) noexcept {
    std::string rows;
    try {
        for (const auto& [version, changes] : migrations) {
            rows += fmt::format(
                "{}({}::pg_catalog.numeric, {})",
                rows.empty() ? "" : ", ",
                connection_.quote_literal(version.digits),
                connection_.quote_literal(change_text(changes))
            );
        }
        connection_.execute(fmt::format(
            "{}select pg_catalog.set_config('synchronous_commit', 'off', true);"
            "update {}.migration m set changes = c.changes from (values {}) c (version, changes) "
            "where m.version operator(pg_catalog.=) c.version and m.run_id "
            "operator(pg_catalog.=) {}::pg_catalog.uuid",
            reset,
            schema_,
            rows,
            connection_.quote_literal(run_id_)
        ));
    } catch (const std::exception&) {
        // What was done is done, and was told.
        connection_.rollback();
    }
}

// A COMMIT waits for the log only when its transaction has written to it.
void HistoryStore::flush() {
    connection_.execute(fmt::format(
        "begin; set local synchronous_commit = on; update {}.layout set version = version where "
        "version operator(pg_catalog.=) 1; commit",
        schema_
    ));
}

RunFacts HistoryStore::facts() const {
    return {.schema = schema_, .store_limit = store_limit_, .run_id = run_id_, .host = host_};
}

void HistoryStore::record_event(
    const Step& step, const char* kind, const std::optional<std::string>& took
) {
    connection_.query(
        fmt::format(
            "insert into {}.event (kind, version, subject, run_id, from_host, duration_ms, "
            "runner_version) values ($1, $2::pg_catalog.numeric, $3, $4::pg_catalog.uuid, $5, "
            "$6::pg_catalog.int8, $7)",
            schema_
        ),
        {kind,
         step.has_version() ? std::optional(step.version.digits) : std::nullopt,
         step.label,
         run_id_,
         host_,
         took,
         RUNNER_VERSION}
    );
}

} // namespace runner
