// Every name is qualified and every operator spelled out: a script may leave any search_path
// behind, and none of it may reach these statements.
#include "record/history_store.hpp"

#include "pg/transaction.hpp"
#include "record/layout.hpp"

#include <spdlog/fmt/fmt.h>

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

std::string directives_json(const Header& header) {
    std::string json = "[";
    for (const auto& [key, value] : header.directives) {
        json += json.size() > 1 ? ",[" : "[";
        for (const auto* part : {&key, &value}) {
            json += part == &key ? "\"" : ",\"";
            for (const char c : *part) {
                if (c == '"' || c == '\\') {
                    json += '\\';
                    json += c;
                } else if (static_cast<unsigned char>(c) < 0x20) {
                    json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                } else {
                    json += c;
                }
            }
            json += '"';
        }
        json += ']';
    }
    return json + "]";
}

constexpr const char* version_is_first = "version operator(pg_catalog.=) $1::pg_catalog.numeric";

/// "migrations/007_x.up.sql:3:14", or the file alone.
std::string place_of(const Location& where) {
    const auto file = where.file.string();
    return where.position.line == 0
               ? file
               : fmt::format("{}:{}:{}", file, where.position.line, where.position.column);
}

} // namespace

HistoryStore::HistoryStore(pg::Connection& connection, std::string schema, std::size_t store_limit)
    : connection_(connection),
      schema_name_(std::move(schema)),
      schema_(connection.quote_name(schema_name_)),
      store_limit_(store_limit),
      run_id_(random_uuid()),
      host_(host_name()) {}

void HistoryStore::create() {
    const auto present = connection_.query(
        "select pg_catalog.to_regnamespace($1) is not null, "
        "pg_catalog.to_regclass($2) is not null",
        {schema_, schema_ + ".layout"}
    );
    int layout = 0;
    if (present.boolean(0, 1)) {
        const auto found = connection_.execute(
            fmt::format("select pg_catalog.max(version) from {}.layout", schema_)
        );
        layout = static_cast<int>(found.front().integer(0, 0));
    }
    if (present.boolean(0, 0)) {
        check_owner();
    }
    if (layout >= current_layout) {
        return;
    }
    pg::Transaction transaction(connection_, "BEGIN");
    if (!present.boolean(0, 0)) {
        connection_.execute(fmt::format("create schema {}", schema_));
    }
    for (int step = layout + 1; step <= current_layout; ++step) {
        connection_.execute(layout_sql(step, schema_));
    }
    transaction.commit();
}

void HistoryStore::check_owner() {
    // A superuser is a member of every role, so for one only the very owner will do.
    const auto found = connection_.query(
        "select pg_catalog.pg_get_userbyid(n.nspowner), "
        "pg_catalog.pg_get_userbyid(n.nspowner) operator(pg_catalog.=) current_user or "
        "(not r.rolsuper and pg_catalog.pg_has_role(current_user, n.nspowner, 'USAGE')), "
        "(select pg_catalog.string_agg(distinct case when a.grantee operator(pg_catalog.=) "
        "0::pg_catalog.oid then 'PUBLIC' else "
        "pg_catalog.pg_get_userbyid(a.grantee)::pg_catalog.text "
        "end, ', ') from pg_catalog.aclexplode(n.nspacl) a where a.privilege_type "
        "operator(pg_catalog.=) 'CREATE' and a.grantee operator(pg_catalog.<>) n.nspowner) "
        "from pg_catalog.pg_namespace n, pg_catalog.pg_roles r where n.nspname "
        "operator(pg_catalog.=) $1::pg_catalog.name and r.rolname operator(pg_catalog.=) "
        "current_user",
        {schema_name_}
    );
    if (found.rows() == 0) {
        return;
    }
    if (!found.boolean(0, 1)) {
        const auto owner = std::string(found.value(0, 0));
        Error error(
            ErrorKind::usage,
            fmt::format("the history schema {} belongs to role {}", schema_name_, owner)
        );
        error.say_advice(fmt::format(
            "connect as {0}, or add --role {0}, or name another --history-schema", owner
        ));
        throw error;
    }
    if (!found.is_null(0, 2)) {
        const auto others = std::string(found.value(0, 2));
        Error error(
            ErrorKind::usage,
            fmt::format(
                "in the history schema {} others may create objects: {}", schema_name_, others
            )
        );
        error.say_advice(fmt::format(
            "run: REVOKE CREATE ON SCHEMA {} FROM {}; or name another --history-schema",
            schema_,
            others
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

void HistoryStore::record(const Step& step, std::chrono::milliseconds took) {
    const auto duration = std::to_string(took.count());
    switch (step.action) {
    case Step::Action::apply:
        insert_migration(step, duration);
        break;
    case Step::Action::revert:
        connection_.query(
            fmt::format("delete from {}.migration where {}", schema_, version_is_first),
            {step.version.digits}
        );
        break;
    case Step::Action::seed:
        upsert_seed(step, duration);
        break;
    }
    if (step.action != Step::Action::seed && !step.script.body->transactional) {
        connection_.query(
            fmt::format("delete from {}.journal where {}", schema_, version_is_first),
            {step.version.digits}
        );
    }
    constexpr std::array kinds = {"applied", "reverted", "seeded"};
    record_event(step, kinds[static_cast<std::size_t>(step.action)], duration);
}

void HistoryStore::insert_migration(const Step& step, const std::string& duration) {
    const auto kept = [this](const Script& script) -> std::optional<std::string> {
        const auto view = script.text.view();
        return view.size() <= store_limit_ ? std::optional<std::string>(view) : std::nullopt;
    };
    connection_.query(
        fmt::format(
            "insert into {}.migration (version, name, checksum, fingerprint, up_sql, down_sql, "
            "directives, run_id, duration_ms, runner_version) values ($1::pg_catalog.numeric, "
            "$2, $3, $4, $5, $6, $7::pg_catalog.jsonb, $8::pg_catalog.uuid, "
            "$9::pg_catalog.int8, $10)",
            schema_
        ),
        {step.version.digits,
         step.name,
         step.script.checksum.text(),
         step.script.body->fingerprint.text(),
         kept(step.script),
         step.down ? kept(*step.down) : std::nullopt,
         directives_json(step.script.header),
         run_id_,
         duration,
         RUNNER_VERSION}
    );
}

void HistoryStore::upsert_seed(const Step& step, const std::string& duration) {
    connection_.query(
        fmt::format(
            "insert into {}.seed (name, checksum, fingerprint, run_id, duration_ms, "
            "runner_version) values ($1, $2, $3, $4::pg_catalog.uuid, $5::pg_catalog.int8, $6) "
            "on conflict (name) do update set checksum = excluded.checksum, "
            "fingerprint = excluded.fingerprint, run_id = excluded.run_id, "
            "applied_at = excluded.applied_at, applied_by = excluded.applied_by, "
            "duration_ms = excluded.duration_ms, runner_version = excluded.runner_version",
            schema_
        ),
        {step.label,
         step.script.checksum.text(),
         step.script.body->fingerprint.text(),
         run_id_,
         duration,
         RUNNER_VERSION}
    );
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
         step.action == Step::Action::seed ? std::nullopt
                                           : std::optional<std::string>(step.version.digits),
         step.label,
         run_id_,
         host_,
         took,
         RUNNER_VERSION}
    );
}

void HistoryStore::record_failure(const Step& step, const Error& error) noexcept {
    try {
        if (!connection_.usable() || connection_.in_block()) {
            return;
        }
        const auto& where = error.location();
        connection_.query(
            fmt::format(
                "insert into {}.event (kind, version, subject, run_id, from_host, runner_version, "
                "sqlstate, message, location, statement) values ('failed', "
                "$1::pg_catalog.numeric, $2, $3::pg_catalog.uuid, $4, $5, $6, $7, $8, $9)",
                schema_
            ),
            {step.action == Step::Action::seed ? std::nullopt
                                               : std::optional<std::string>(step.version.digits),
             step.label,
             run_id_,
             host_,
             RUNNER_VERSION,
             error.server() ? std::optional<std::string>(error.server()->sqlstate) : std::nullopt,
             error.what(),
             where ? std::optional<std::string>(place_of(*where)) : std::nullopt,
             where ? std::optional<std::string>(where->line) : std::nullopt}
        );
    } catch (const std::exception&) {
        // The first failure is the one to tell.
    }
}

} // namespace runner
