// What can go wrong with one statement of a file that runs outside a transaction block.
#include "support/evidence_scene.hpp"
#include "support/session.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace runner;
using namespace runner::test;
using Scene = EvidenceScene;

namespace {

const std::string add_column = "alter table t add column c int;\n";

Options impatient(const Scene& scene, int retries) {
    auto options = scene.world.options();
    options.lock_timeout = std::chrono::milliseconds(100);
    options.lock_retries = retries;
    return options;
}

/// SQL: the column is there.
std::string columns_named_c() {
    return "pg_attribute where attrelid = 't'::regclass and attname = 'c'";
}

/// SQL: ends the session that runs something like `query`, once there is one.
std::string end_session(const std::string& query) {
    return "do $$ begin while (select count(pg_terminate_backend(pid)) from pg_stat_activity "
           "where state = 'active' and query like '" +
           query +
           "%') = 0 loop perform pg_sleep(0.01), pg_stat_clear_snapshot(); end loop; end $$";
}

} // namespace

TEST_CASE("A statement that waits for a lock for too long is tried again and runs once") {
    Scene scene;
    scene.write(add_column);
    const OtherSession reader(scene.database().conninfo());
    reader.execute("begin; select from t");
    std::thread leaving([&] {
        wait_for(
            scene.database().conninfo(),
            "exists (select from pg_locks where relation = 't'::regclass and not granted)"
        );
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        reader.execute("commit");
    });

    Runner(impatient(scene, 100), scene.listener).up();
    leaving.join();

    CHECK(scene.is_applied());
    CHECK(scene.listener.retries > 0);
    CHECK(scene.exists(columns_named_c()) == "1");
}

TEST_CASE("Patience with a lock ends before anything is done and the next start does it") {
    Scene scene;
    scene.write(add_column);
    const OtherSession reader(scene.database().conninfo());
    reader.execute("begin; select from t");

    const auto failure = error_of([&] { Runner(impatient(scene, 1), scene.listener).up(); });

    CHECK(failure.kind() == ErrorKind::lock);
    CHECK(failure.server()->sqlstate == "55P03");
    CHECK(scene.listener.retries == 1);
    CHECK(scene.exists(columns_named_c()) == "0");
    reader.execute("commit");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.exists(columns_named_c()) == "1");
}

TEST_CASE("Behind a statement that is done, a lock that cannot be had leaves the file partial") {
    Scene scene;
    scene.write("create table one ();\n" + add_column);
    const OtherSession reader(scene.database().conninfo());
    reader.execute("begin; select from t");

    const auto failure = error_of([&] { Runner(impatient(scene, 0), scene.listener).up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.location()->position.line == 3);
    CHECK(scene.listener.retries == 0);
    reader.execute("commit");
    scene.up();
    CHECK(scene.is_applied());
}

TEST_CASE("A setting that is refused stops the file where it stands") {
    const std::string before = GENERATE("", "create table one ();\n");
    CAPTURE(before);
    Scene scene;
    scene.write(before + "set lock_timeout = 'never';\ncreate table two ();\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == (before.empty() ? ErrorKind::statement : ErrorKind::partial));
    CHECK(failure.server()->sqlstate == "22023");
    CHECK(failure.location()->position.line == (before.empty() ? 2U : 3U));
    CHECK_FALSE(scene.world.has_table("two"));
    scene.write(before + "set lock_timeout = '1s';\ncreate table two ();\n");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.world.has_table("two"));
}

TEST_CASE("A seed outside a transaction runs each statement as it is written") {
    Scene scene;
    scene.world.seeds.write(
        "001_t.sql",
        "-- @transaction: none\n"
        "insert into t values (1000, 0);\n"
        "create index concurrently if not exists t_a on t (a);\n"
        "-- @batch: 60\n"
        "update t set b = -1 where a in (select a from t where b >= 0 limit :batch);\n"
        "vacuum t;\n"
    );
    auto options = scene.world.options();
    options.lock_timeout = std::chrono::milliseconds(100);
    Runner(options, scene.listener).seed();

    CHECK(scene.exists("t where b = -1") == "101");
    CHECK(scene.validity("t_a") == "t");
    CHECK(scene.exists("runner.seed") == "1");
    CHECK(scene.exists("runner.journal") == "0");
}

TEST_CASE("A seed outside a transaction that fails is not recorded, and what it has done stays") {
    Scene scene;
    scene.world.seeds.write(
        "001_t.sql", "-- @transaction: none\ninsert into t values (1000, 0);\nvacuum oops;\n"
    );

    const auto failure = error_of([&] { Runner(scene.world.options(), scene.listener).seed(); });

    CHECK(failure.server()->sqlstate == "42P01");
    CHECK(failure.location()->position.line == 3);
    CHECK(scene.exists("t where a = 1000") == "1");
    CHECK(scene.exists("runner.seed") == "0");
}

// The server says CREATE INDEX, and the index is INVALID all the same.
TEST_CASE("An index that is INVALID behind its success is dropped and no success") {
    Scene scene;
    scene.database().execute(
        "create function spoil() returns event_trigger language plpgsql as $$ begin "
        "update pg_index set indisvalid = false where indexrelid = to_regclass('t_a'); end $$;"
        "create event trigger spoil on ddl_command_end when tag in ('CREATE INDEX') "
        "execute function spoil()"
    );
    scene.write("create index concurrently t_a on t (a);\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(std::string(failure.what()).find("t_a is INVALID behind it") != std::string::npos);
    CHECK(scene.validity("t_a").empty());
    scene.database().execute("drop event trigger spoil");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.validity("t_a") == "t");
}

TEST_CASE("A connection that is lost in a transaction of its own leaves nothing of the statement") {
    const std::string before = GENERATE("", "create table one ();\n");
    CAPTURE(before);
    Scene scene;
    scene.write(before + "insert into t select 1000, 0 from pg_sleep(5);\n");
    const Process killer([&] {
        value_from(scene.database().conninfo(), end_session("insert into t select 1000"));
    });

    const auto failure = error_of([&] { scene.up(); });

    CHECK(killer.wait());
    CHECK(failure.kind() == (before.empty() ? ErrorKind::connection : ErrorKind::partial));
    CHECK(scene.exists("t where a = 1000") == "0");
    scene.write(before + "insert into t select 1000, 0 from pg_sleep(0);\n");
    scene.up();
    CHECK(scene.is_applied());
    CHECK(scene.exists("t where a = 1000") == "1");
}

TEST_CASE("A statement that lets go of the runner's lock is the last one that runs") {
    Scene scene;
    const std::string release = "do $$ begin perform pg_advisory_unlock_all(); end $$;\n";
    scene.write("create table one ();\n" + release + "create table two ();\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(std::string(failure.what()).find("the runner's lock is gone") == 0);
    CHECK(scene.world.has_table("one"));
    CHECK_FALSE(scene.world.has_table("two"));
    CHECK(
        failure.state() == "002_x stopped at statement 3: it was not sent, those before it are done"
    );
    CHECK(failure.advice().find("out of the script and run: runner up") != std::string::npos);
}

TEST_CASE("A file that lets go of the runner's lock at its end is not recorded by this run") {
    Scene scene;
    scene.write("create table one ();\ndo $$ begin perform pg_advisory_unlock_all(); end $$;\n");

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.state() == "002_x has run and is not recorded as applied");
    CHECK(scene.world.applied().empty());
    scene.up();
    CHECK(scene.is_applied());
}
