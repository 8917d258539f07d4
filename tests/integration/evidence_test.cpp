// What became of a statement outside a transaction whose outcome nobody wrote down: the rows of the
// evidence table that are not about indexes, and the fence before it.
#include "support/evidence_scene.hpp"
#include "support/session.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace runner;
using namespace runner::test;
using Scene = EvidenceScene;

TEST_CASE("A partition that is half detached is detached") {
    Scene scene;
    if (scene.server_is_older_than("140000")) {
        return; // cannot detach concurrently
    }
    scene.database().execute("create table parts (a int) partition by range (a); "
                             "create table parts_1 partition of parts for values from (1) to (10)");
    scene.break_off(
        "alter table parts detach partition parts_1 concurrently",
        "begin; insert into parts values (1)"
    );
    CHECK(scene.database().value("select inhdetachpending from pg_inherits") == "t");

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.exists("pg_inherits") == "0");
    CHECK(scene.listener.heard("parts_1 is half detached; repaired with: ALTER TABLE"));
}

TEST_CASE("A partition whose detaching was forgotten is found detached, or is detached") {
    const bool done = GENERATE(true, false);
    CAPTURE(done);
    Scene scene;
    if (scene.server_is_older_than("140000")) {
        return; // cannot detach concurrently
    }
    scene.database().execute("create table parts (a int) partition by range (a); "
                             "create table parts_1 partition of parts for values from (1) to (10)");
    scene.run_and_forget("alter table parts detach partition parts_1 concurrently");
    if (!done) {
        scene.database().execute(
            "alter table parts attach partition parts_1 for values from (1) to (10)"
        );
    }
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.exists("pg_inherits") == "0");
    CHECK(scene.listener.heard(
        done ? "parts_1 is no partition any more: it is done" : "parts_1 is still a partition"
    ));
}

TEST_CASE("The value of an enum is looked for by its label") {
    const bool done = GENERATE(true, false);
    CAPTURE(done);
    Scene scene;
    scene.database().execute("create schema s; create type s.\"Mood\" as enum ('ok')");
    scene.run_and_forget("alter type s.\"Mood\" add value 'so''so' before 'ok'");
    if (!done) {
        scene.database().execute("delete from pg_enum where enumlabel = 'so''so'");
    }
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.exists("pg_enum where enumlabel = 'so''so'") == "1");
    CHECK(scene.listener.heard(done ? "is there: it is done" : "is not there: it is run again"));
}

TEST_CASE("A database is made once, and a broken drop is ended") {
    Scene scene;
    const auto name = scene.database().name() + "_Two";
    const auto quoted = "\"" + name + "\"";
    const auto here = "pg_database where datname = '" + name + "'";
    SECTION("made") {
        scene.run_and_forget("create database " + quoted);
        scene.up();
        CHECK(scene.listener.heard("is there: it is done"));
        CHECK(scene.exists(here) == "1");
    }
    SECTION("not made") {
        scene.run_and_forget("create database " + quoted);
        scene.database().execute("drop database " + quoted);
        scene.up();
        CHECK(scene.listener.heard("is not there: it is run again"));
        CHECK(scene.exists(here) == "1");
    }
    SECTION("half dropped") {
        scene.database().execute("create database " + quoted);
        scene.run_and_forget("drop database if exists " + quoted);
        scene.database().execute("create database " + quoted);
        scene.database().execute(
            "update pg_database set datconnlimit = -2 where datname = '" + name + "'"
        );
        scene.up();
        CHECK(scene.listener.heard("is there: it is run again"));
        CHECK(scene.exists(here) == "0");
    }
    SECTION("dropped") {
        scene.database().execute("create database " + quoted);
        scene.run_and_forget("drop database " + quoted);
        scene.up();
        CHECK(scene.listener.heard("is not there: it is done"));
    }
    CHECK(scene.is_applied());
    scene.database().execute("drop database if exists " + quoted);
}

TEST_CASE("Tablespaces and subscriptions are found by their names") {
    struct Case {
        std::string before;
        std::string statement;
        std::string words;
    };

    const auto name = "thing_" + std::to_string(getpid());
    const std::string create_subscription = "create subscription " + name +
                                            " connection 'dbname=x' publication p with (connect = "
                                            "false, slot_name = none)";
    const auto [before, statement, words] = GENERATE_COPY(
        Case{"", create_subscription, " is there: it is done"},
        Case{create_subscription, "drop subscription " + name, " is not there: it is done"},
        Case{
            "drop tablespace if exists " + name,
            "set allow_in_place_tablespaces = on;\ncreate "
            "tablespace " +
                name + " location ''",
            " is there: it is done"},
        Case{
            "set allow_in_place_tablespaces = on",
            "drop tablespace if exists " + name,
            " is not there: it is done"}
    );
    CAPTURE(statement);
    Scene scene;
    if (scene.server_is_older_than("150000") && statement.find("tablespace") != std::string::npos) {
        return; // no tablespace without a folder
    }
    if (!before.empty()) {
        scene.database().execute(before);
    }
    scene.write(statement + ";\nselect oops;\n");
    CHECK(error_of([&] { scene.up(); }).kind() == ErrorKind::partial);
    scene.database().execute("update runner.journal set outcome = 'unknown' where outcome = 'done'"
    );
    scene.write(statement + ";\nselect 1;\n");

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.listener.heard(name + words));
    for (const auto* kind : {"tablespace", "subscription"}) {
        scene.database().execute(std::string("drop ") + kind + " if exists " + name);
    }
}

TEST_CASE("A database that was moved to another tablespace is not moved twice") {
    Scene scene;
    if (scene.server_is_older_than("150000")) {
        return; // no tablespace without a folder
    }
    const auto name = "space_" + std::to_string(getpid());
    const auto moved = scene.database().name() + "_moved";
    const auto alter = "alter database \"" + moved + "\" set tablespace " + name;
    const OtherSession other(scene.database().conninfo());
    other.execute("set allow_in_place_tablespaces = on");
    other.execute("create tablespace " + name + " location ''");
    scene.database().execute("create database \"" + moved + "\"");
    scene.run_and_forget(alter);
    const auto space =
        "pg_database d join pg_tablespace s on s.oid = d.dattablespace and s.spcname = '" + name +
        "' where d.datname = '" + moved + "'";
    CHECK(scene.exists(space) == "1");

    scene.up();

    CHECK(scene.is_applied());
    CHECK(scene.listener.heard("it is done"));
    CHECK(scene.exists(space) == "1");
    scene.database().execute("drop database \"" + moved + "\"");
    scene.database().execute("drop tablespace " + name);
}

TEST_CASE("What does no harm is run again") {
    const std::string statement = GENERATE(
        "vacuum t", "analyze t", "reindex table t", "alter system set work_mem = '5MB'", "cluster"
    );
    CAPTURE(statement);
    Scene scene;
    scene.run_and_forget(statement);
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.listener.heard("to run it again does no harm"));
    scene.database().execute("alter system reset work_mem");
}

TEST_CASE("A statement that was edited after it had taken effect is an error") {
    Scene scene;
    scene.run_and_forget("create index concurrently t_a on t (a)");
    scene.write("create index concurrently t_a on t (a, b);\n");
    const auto failure = error_of([&] { scene.up(); });
    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("edited after it had run") != std::string::npos);
}

TEST_CASE("Nothing is resolved while the session that was at it is there") {
    Scene scene;
    scene.run_and_forget("create index concurrently t_a on t (a)");
    const Process sender([&] { value_from(scene.database().conninfo(), "select pg_sleep(1)"); });
    while (scene.database().value("update runner.journal j set backend_pid = a.pid, backend_start "
                                  "= a.backend_start from pg_stat_activity a where a.query like "
                                  "'select pg_sleep(1)%' returning 1") != "1") {
    }
    // Its pid alone proves nothing.
    CHECK(scene.world.runner().status().migrations[0].state == MigrationStatus::State::running);

    scene.up();

    CHECK(
        scene.database().value("select count(*) from pg_stat_activity where query like "
                               "'select pg_sleep(1)%'") == "0"
    );
    CHECK(sender.wait());
    CHECK(scene.is_applied());
}

TEST_CASE("A pid that was given to somebody else is not the session that was at it") {
    Scene scene;
    scene.run_and_forget("create index concurrently t_a on t (a)");
    const Process other([&] { value_from(scene.database().conninfo(), "select pg_sleep(3)"); });
    while (scene.database().value("update runner.journal j set backend_pid = a.pid from "
                                  "pg_stat_activity a where a.query like 'select pg_sleep(3)%' "
                                  "returning 1") != "1") {
    }
    scene.up();
    CHECK(scene.is_applied());
    other.kill(SIGKILL);
    CHECK_FALSE(other.wait());
}

TEST_CASE("Concurrent work has no lock_timeout, whatever its tag") {
    Scene scene;
    if (scene.server_is_older_than("140000")) {
        return; // cannot detach concurrently
    }
    scene.database().execute("create table parts (a int) partition by range (a); "
                             "create table parts_1 partition of parts for values from (1) to (10)");
    scene.write("set lock_timeout = '100ms';\n"
                "create index concurrently t_a on t (a);\n"
                "alter table parts detach partition parts_1 concurrently;\n"
                "create table shown as select current_setting('lock_timeout') as value;\n");
    const Process blocker([&] {
        value_from(
            scene.database().conninfo(),
            "begin; insert into t values (1); insert into parts values (1); select pg_sleep(1); "
            "commit"
        );
    });
    while (scene.exists("pg_stat_activity where query like 'begin; insert into t%'") == "0") {
    }

    scene.up();

    CHECK(blocker.wait());
    CHECK(scene.is_applied());
    CHECK(scene.database().value("select value from shown") == "100ms");
}
