#include "psql/prologue.hpp"

#include "psql/lock_key_sql.hpp"
#include "record/layout.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::psql {
namespace {

// Whatever psqlrc, flags and variables of the caller say.
constexpr std::string_view settings_of_psql = R"(\set ON_ERROR_STOP on
\set ON_ERROR_ROLLBACK off
\set AUTOCOMMIT on
\set SINGLELINE off
\set SINGLESTEP off
\set FETCH_COUNT 0
\set QUIET on
\set SHOW_CONTEXT never
\encoding UTF8
\set runner_host `hostname`
)";

constexpr std::string_view look_at_the_server =
    "select pg_catalog.statement_timestamp() operator(pg_catalog.>) "
    "pg_catalog.transaction_timestamp() as runner_in_block, "
    "pg_catalog.pg_is_in_recovery() as runner_standby, "
    "pg_catalog.current_setting('transaction_read_only') as runner_read_only";

void check_server(const Output& out) {
    out.ask(look_at_the_server);
    out.fail_if(
        "runner_in_block",
        "this script opens and closes its transactions itself",
        "run it without --single-transaction"
    );
    out.fail_if("runner_standby", "this server is a standby", "run the script on the primary");
    out.fail_if(
        "runner_read_only",
        "this session is read-only",
        "set default_transaction_read_only to off, or use another role"
    );
}

// Asks again and again, each time in a transaction of its own: a session that waits in
// pg_advisory_lock() holds a snapshot, which CREATE INDEX CONCURRENTLY would wait for.
void take_lock(const Output& out) {
    out.write(lock_keys_sql(out.options().history_schema));
    out.run(fmt::format(
        R"(do $runner$
declare
    started constant pg_catalog.timestamptz := pg_catalog.clock_timestamp();
begin
    while not pg_catalog.pg_try_advisory_lock(
        pg_catalog.current_setting('runner.lock_key')::pg_catalog.int8) loop
        if pg_catalog.clock_timestamp() operator(pg_catalog.>)
            (started operator(pg_catalog.+) '{} milliseconds'::pg_catalog.interval) then
            raise exception using message = 'another runner is at work on this database',
                hint = 'run the script again when it is done';
        end if;
        commit;
        perform pg_catalog.pg_sleep(0.2);
        commit;
    end loop;
end $runner$)",
        out.options().lock_wait.count()
    ));
    // As expressions: a negative number would need care wherever it stands.
    out.ask("select pg_catalog.format('(%L::pg_catalog.int8)', "
            "pg_catalog.current_setting('runner.lock_key')) as runner_lock, "
            "pg_catalog.format('(%L::pg_catalog.int8)', "
            "pg_catalog.current_setting('runner.step_key')) as runner_step, "
            "pg_catalog.gen_random_uuid() as runner_run, "
            "coalesce(nullif(pg_catalog.btrim(:'runner_host', E' \\r\\n'), ''), "
            "pg_catalog.host(pg_catalog.inet_client_addr()), 'unknown') as runner_host");
}

// The same rules as those of HistoryStore::check_owner().
void check_owner(const Output& out) {
    const auto& schema = out.options().history_schema;
    out.ask(fmt::format(
        "select pg_catalog.count(*) operator(pg_catalog.=) 0::pg_catalog.int8 as runner_no_schema, "
        "coalesce(pg_catalog.bool_or(not (pg_catalog.pg_get_userbyid(n.nspowner) "
        "operator(pg_catalog.=) current_user or (not r.rolsuper and "
        "pg_catalog.pg_has_role(current_user, n.nspowner, 'USAGE')))), false) as runner_foreign, "
        "coalesce(pg_catalog.bool_or(exists (select from pg_catalog.aclexplode(n.nspacl) a where "
        "a.privilege_type operator(pg_catalog.=) 'CREATE' and a.grantee operator(pg_catalog.<>) "
        "n.nspowner)), false) as runner_open from pg_catalog.pg_namespace n join "
        "pg_catalog.pg_roles r on r.rolname operator(pg_catalog.=) current_user where n.nspname "
        "operator(pg_catalog.=) {}::pg_catalog.name",
        literal(schema)
    ));
    out.fail_if(
        "runner_foreign",
        fmt::format("the history schema {} belongs to another role", schema),
        "connect as that role, or make the script again with --role or --history-schema"
    );
    out.fail_if(
        "runner_open",
        fmt::format("in the history schema {} others may create objects", schema),
        "run: REVOKE CREATE ON SCHEMA … FROM …"
    );
}

void bring_up_layout(const Output& out) {
    const auto& schema = out.schema();
    out.ask(fmt::format(
        "select pg_catalog.to_regclass({}) is null as runner_fresh", literal(schema + ".layout")
    ));
    out.begin_if("runner_fresh");
    out.write("\\set runner_layout 0\n");
    out.otherwise();
    out.ask(fmt::format("select pg_catalog.max(version) as runner_layout from {}.layout", schema));
    out.end_if();
    std::string needed;
    for (int step = 1; step <= current_layout; ++step) {
        needed +=
            fmt::format(", :runner_layout operator(pg_catalog.<) {0} as runner_needs_{0}", step);
    }
    out.ask(fmt::format(
        "select :runner_layout operator(pg_catalog.>) {} as runner_newer{}", current_layout, needed
    ));
    out.fail_if(
        "runner_newer",
        "the history tables are those of a newer runner",
        "make the script again with that runner"
    );
    out.run("begin");
    out.begin_if("runner_no_schema");
    out.run("create schema " + schema);
    out.end_if();
    for (int step = 1; step <= current_layout; ++step) {
        out.begin_if(fmt::format("runner_needs_{}", step));
        out.write(layout_sql(step, schema));
        out.end_if();
    }
    out.run("commit");
}

void check_expected(const Output& out, const std::vector<Version>& expected) {
    if (expected.empty()) {
        return;
    }
    std::string versions;
    for (const auto& version : expected) {
        versions += (versions.empty() ? "" : ",") + version.digits;
    }
    out.ask(fmt::format(
        "select pg_catalog.count(*) operator(pg_catalog.>) 0::pg_catalog.int8 as runner_behind, "
        "pg_catalog.min(e.version) as runner_first from "
        "pg_catalog.unnest('{{{}}}'::pg_catalog.numeric[]) e (version) where not exists (select "
        "from {}.migration m where m.version operator(pg_catalog.=) e.version)",
        versions,
        out.schema()
    ));
    out.begin_if("runner_behind");
    out.write("\\warn 'not applied here:' :runner_first\n");
    out.fail(
        "this database is not where the script begins: a migration before it is not applied",
        "compare runner status here and there, and make a script for this database"
    );
    out.end_if();
}

} // namespace

void write_prologue(const Output& out, const std::vector<Version>& expected) {
    out.write(settings_of_psql);
    out.run("set standard_conforming_strings = on");
    check_server(out);
    take_lock(out);
    out.reset_session();
    check_owner(out);
    bring_up_layout(out);
    check_expected(out, expected);
    out.write("\\set SHOW_CONTEXT errors\n");
}

void write_epilogue(const Output& out) {
    out.write("\n");
    out.reset_session();
    out.ask("select pg_catalog.pg_advisory_unlock(:runner_lock) as runner_ignored");
}

} // namespace runner::psql
