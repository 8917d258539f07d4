// A statement outside a transaction that is broken off, or whose outcome is forgotten.
#pragma once

#include "support/listener.hpp"
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace runner::test {

/// A database with a table, and a migration 2 outside a transaction.
struct EvidenceScene {
    EvidenceScene() {
        database().execute("create table t (a int, b int); insert into t select i, i % 7 from "
                           "generate_series(1, 100) i");
    }

    [[nodiscard]] const Database& database() const { return world.database; }

    void write(const std::string& statements) const {
        world.migrations.write("002_x.up.sql", "-- @transaction: none\n" + statements);
    }

    void up() { Runner(world.options(), listener).up(); }

    /// Runs `statement`, and leaves the journal as a runner does that is killed behind it.
    void run_and_forget(const std::string& statement) {
        write(statement + ";\nselect oops;\n");
        CHECK(error_of([&] { up(); }).kind() == ErrorKind::partial);
        database().execute("update runner.journal set outcome = 'unknown' where statement = 1");
        database().execute("delete from runner.journal where statement = 2");
        write(statement + ";\n");
        listener.remarks.clear();
    }

    /// `number`: as 140000 for PostgreSQL 14.
    [[nodiscard]] bool server_is_older_than(const std::string& number) const {
        return database().value("select current_setting('server_version_num')::int < " + number) ==
               "t";
    }

    /// Ends the runner's session while `statement` waits for somebody else's transaction.
    void break_off(const std::string& statement, const std::string& blocking) {
        write(statement + ";\n");
        const auto is_waiting = [&](const std::string& query) {
            return database().value(
                       "select count(*) from pg_stat_activity where datname = current_database() "
                       "and state = 'active' and query like '" +
                       query + "%'"
                   ) == "1";
        };
        const Process blocker([&] {
            value_from(database().conninfo(), blocking + "; select pg_sleep(30); commit");
        });
        while (!is_waiting("begin")) {
        }
        const Process runner([&] { up(); });
        while (database().value(
                   "select count(*) from pg_stat_activity where datname = "
                   "current_database() and wait_event_type = 'Lock' and query like '" +
                   statement.substr(0, 12) + "%'"
               ) != "1") {
            REQUIRE_FALSE(runner.ended());
        }
        database().execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = "
            "current_database() and query like '" +
            statement.substr(0, 12) + "%'"
        );
        CHECK_FALSE(runner.wait());
        database().execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
                           "current_database() and query like 'begin%'");
        CHECK_FALSE(blocker.wait());
        CHECK(database().value("select outcome from runner.journal") == "unknown");
    }

    [[nodiscard]] std::string validity(const std::string& index) const {
        return database().value(
            "select indisvalid and indisready from pg_index where indexrelid = "
            "to_regclass('" +
            index + "')"
        );
    }

    [[nodiscard]] bool is_applied() const {
        return world.applied() == "2" &&
               database().value("select count(*) from runner.journal") == "0";
    }

    [[nodiscard]] std::string repairs() const {
        return database().value("select count(*) from runner.event where kind = 'repaired'");
    }

    [[nodiscard]] std::string exists(const std::string& from_where) const {
        return database().value("select count(*) from " + from_where);
    }

    World world;
    Listener listener;
};

} // namespace runner::test
