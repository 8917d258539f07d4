// `up` against a real server: what is applied, what is refused, what is rolled back.
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

TEST_CASE("Pending migrations are applied in the order of their numbers") {
    World world;
    world.write_table("10", "ten");
    world.write_table("9", "nine");
    world.write_table("0001", "one");

    const auto report = world.runner().up();

    CHECK(report.done.size() == 3);
    CHECK(world.applied() == "1 9 10");
    CHECK(world.has_table("ten"));
    REQUIRE(report.current);
    CHECK(report.current->version == Version{"10"});
}

TEST_CASE("A second up does nothing and writes nothing") {
    World world;
    world.write_table("001", "users");
    world.runner().up();
    const auto before = world.database.value("select pg_current_wal_insert_lsn()");

    const auto report = world.runner().up();

    CHECK(report.done.empty());
    CHECK(world.database.value("select count(*) from runner.event") == "1");
    CHECK(
        world.database.value(
            "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + before + "') < 4096"
        ) == "t"
    );
}

TEST_CASE("up with a count or a version stops there") {
    World world;
    for (const auto* name : {"a", "b", "c", "d"}) {
        world.write_table(std::string("00") + static_cast<char>(*name - 'a' + '1'), name);
    }
    world.runner().up({.kind = Target::Kind::count, .count = 1, .version = {}});
    CHECK(world.applied() == "1");
    world.runner().up({.kind = Target::Kind::version, .count = 0, .version = {"3"}});
    CHECK(world.applied() == "1 2 3");
}

TEST_CASE("A failing statement undoes its migration and names its line") {
    World world;
    world.migrations.write("001_good.up.sql", "create table good ();");
    world.migrations.write("002_bad.up.sql", "create table bad ();\nselect 'é', oops;\n");
    world.write_table("003", "never");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    REQUIRE(failure.server());
    CHECK(failure.server()->sqlstate == "42703");
    REQUIRE(failure.location());
    CHECK(failure.location()->position == Position{2, 13});
    CHECK(failure.location()->line == "select 'é', oops;");
    CHECK(failure.state() == "nothing of 002_bad was applied; 001_good is the current version");
    CHECK(world.has_table("good"));
    CHECK_FALSE(world.has_table("bad"));
    CHECK_FALSE(world.has_table("never"));
    CHECK(world.applied() == "1");
}

TEST_CASE("After the fix the next up continues, and the failure is no longer the last word") {
    World world;
    world.migrations.write("001_bad.up.sql", "select oops;");
    error_of([&] { world.runner().up(); });
    const auto failed = world.runner().status();
    REQUIRE(failed.failure);
    CHECK(failed.failure->subject == "001_bad");
    CHECK(failed.failure->sqlstate == "42703");
    CHECK(failed.failure->where.find("001_bad.up.sql:1:8") != std::string::npos);

    world.migrations.write("001_bad.up.sql", "select 1;");
    world.runner().up();

    CHECK(world.applied() == "1");
    CHECK_FALSE(world.runner().status().failure);
}

TEST_CASE("A commit that fails on a deferred constraint applies nothing") {
    World world;
    world.migrations.write(
        "001_deferred.up.sql",
        "create table parent (id int primary key);"
        "create table child (id int references parent deferrable initially deferred);"
        "insert into child values (1);"
    );

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.server()->sqlstate == "23503");
    CHECK(world.applied().empty());
    CHECK_FALSE(world.has_table("parent"));
}

TEST_CASE("An edited file is refused with the difference, a cosmetic edit is a notice") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t (id int);\ninsert into t values (1);\n");
    world.runner().up();

    world.migrations.write(
        "001_t.up.sql", "-- a comment\r\nCREATE TABLE t (id   int);\r\ninsert into t values (1)\r\n"
    );
    CHECK_NOTHROW(world.runner().up());
    REQUIRE(world.recorder.notices.size() == 1);
    CHECK(
        world.recorder.notices[0].find("comments, layout or letter case only") != std::string::npos
    );

    world.migrations.write("001_t.up.sql", "create table t (id int);\ninsert into t values (2);\n");
    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::history);
    const std::string words = failure.what();
    CHECK(words.find("001_t was edited after it was applied") != std::string::npos);
    CHECK(
        words.find("-insert into t values (1);\n+insert into t values (2);") != std::string::npos
    );
}

TEST_CASE("A late migration is refused, unless the caller allows it") {
    World world;
    world.write_table("002", "second");
    world.runner().up();
    world.write_table("001", "first");

    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::history);
    CHECK_FALSE(world.has_table("first"));

    auto options = world.options();
    options.late = Options::Late::apply;
    world.runner(options).up();
    CHECK(world.applied() == "2 1");
}

TEST_CASE("An older set of files starts on a newer database") {
    World world;
    world.write_table("001", "first");
    world.write_table("002", "second");
    world.runner().up();
    world.migrations.remove("002_second.up.sql");
    world.migrations.remove("002_second.down.sql");

    CHECK_NOTHROW(world.runner().up());

    auto options = world.options();
    options.ahead = Options::Ahead::error;
    CHECK(error_of([&] { world.runner(options).up(); }).kind() == ErrorKind::history);
}

TEST_CASE("What a script does to its session reaches neither the history nor the next script") {
    World world;
    world.database.execute("create role runner_test_" + world.database.name());
    world.migrations.write(
        "001_leaks.up.sql",
        "create schema elsewhere;\n"
        "create temporary table migration (version numeric);\n"
        "set search_path = elsewhere;\n"
        "set statement_timeout = 20;\n"
        "set role runner_test_" +
            world.database.name() + ";\n"
    );
    world.migrations.write(
        "002_clean.up.sql",
        "select pg_sleep(0.05);\ncreate table here as select "
        "current_setting('search_path') as path, current_user as name;\n"
    );

    world.runner().up();

    CHECK(world.applied() == "1 2");
    CHECK(world.database.value("select path from public.here") == "\"$user\", public");
    CHECK(world.database.value("select name = session_user from public.here") == "t");
    world.database.execute("drop role runner_test_" + world.database.name());
}

TEST_CASE("A script that releases the runner's lock is refused") {
    World world;
    world.migrations.write(
        "001_unlocks.up.sql", "create table t ();\nselect pg_advisory_unlock_all();"
    );

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(std::string(failure.what()).find("lock is gone") != std::string::npos);
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("The modes of a file's own BEGIN move into ours") {
    World world;
    world.migrations.write(
        "001_wrapped.up.sql",
        "BEGIN ISOLATION LEVEL SERIALIZABLE;\ncreate table level as select "
        "current_setting('transaction_isolation') as name;\nCOMMIT;\n"
    );

    world.runner().up();

    CHECK(world.database.value("select name from level") == "serializable");
    CHECK(world.applied() == "1");
}

TEST_CASE("Statements before a file's own BEGIN join the transaction") {
    World world;
    world.migrations.write(
        "001_late_begin.up.sql",
        "create table before ();\nbegin;\ncreate table inside ();\nselect oops;\ncommit;\n"
    );
    CHECK(error_of([&] { world.runner().up(); }).location()->position == Position{4, 8});
    CHECK_FALSE(world.has_table("before"));
    world.migrations.write(
        "001_late_begin.up.sql",
        "create table before ();\nbegin;\ncreate table inside ();\ncommit;\n"
    );
    world.runner().up();
    CHECK(world.has_table("inside"));
    CHECK(world.applied() == "1");
}

TEST_CASE("COPY data is streamed, and an error in it names the line of the file") {
    World world;
    world.migrations.write(
        "001_copy.up.sql",
        "create table t (id int, name text);\ncopy t from stdin;\n1\tone; two\n2\t\\N\n\\.\n"
        "insert into t values (3, 'three');\n"
    );
    world.runner().up();
    CHECK(world.database.value("select count(*) || max(name) from t") == "3three");
    CHECK(world.database.value("select name from t where id = 1") == "one; two");

    world.migrations.write("002_bad.up.sql", "copy t from stdin;\n4\tfour\nfive\tfive\n\\.\n");
    const auto failure = error_of([&] { world.runner().up(); });
    REQUIRE(failure.location());
    CHECK(failure.location()->position == Position{3, 1});
    CHECK(world.database.value("select count(*) from t") == "3");
}

TEST_CASE("Notices of the server arrive with the file they belong to") {
    World world;
    world.migrations.write("001_talks.up.sql", "do $$ begin raise notice 'hello'; end $$;");
    world.runner().up();
    REQUIRE(world.recorder.server_notices.size() == 1);
    CHECK(
        world.recorder.server_notices[0] ==
        std::pair<std::string, std::string>("001_talks", "hello")
    );
}

TEST_CASE("A lock on a table is waited for in short attempts, then given up with its own kind") {
    World world;
    world.write_table("001", "busy");
    world.runner().up();
    world.migrations.write("002_alter.up.sql", "alter table busy add column more int;");
    auto options = world.options();
    options.lock_timeout = 20ms;
    options.lock_retries = 2;
    const Process reader([&] {
        value_from(
            world.database.conninfo(), "begin; select * from busy; select pg_sleep(30); commit"
        );
    });
    while (world.database.value("select count(*) from pg_locks where relation = "
                                "'busy'::regclass and mode = 'AccessShareLock'") == "0") {
    }

    const auto failure = error_of([&] { world.runner(options).up(); });

    CHECK(failure.kind() == ErrorKind::lock);
    CHECK(world.recorder.retries == 2);
    CHECK(world.applied() == "1");
    reader.kill(SIGKILL);
    CHECK_FALSE(reader.wait());
}

TEST_CASE("A file without a statement is applied with a notice") {
    World world;
    world.migrations.write("001_empty.up.sql", "-- nothing to do any more\n");
    world.runner().up();
    CHECK(world.applied() == "1");
    CHECK(std::any_of(
        world.recorder.notices.begin(),
        world.recorder.notices.end(),
        [](const auto& text) { return text.find("holds no statement") != std::string::npos; }
    ));
}

TEST_CASE("Every bad file is refused before the first one runs") {
    World world;
    world.write_table("001", "good");
    world.migrations.write("002_open.up.sql", "select 'never closed;\n");
    world.migrations.write("003_open.up.sql", "select $$never closed;\n");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::source);
    CHECK(failure.complaints().size() == 2);
    CHECK_FALSE(world.has_table("good"));
}

TEST_CASE("verify reads every body, also of files that would not run now") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t ();");
    world.migrations.write("001_t.down.sql", "drop table 'open;");
    world.seeds.write("001_s.sql", "select $$open;");
    const auto failure = error_of([&] { static_cast<void>(world.runner().verify()); });
    CHECK(failure.kind() == ErrorKind::source);
    CHECK(failure.complaints().size() == 2);
    CHECK(
        error_of([&] { static_cast<void>(world.runner().verify_files()); }).complaints().size() == 2
    );
}

TEST_CASE("A COPY into a table that is not there is an ordinary failure, and is recorded") {
    World world;
    world.migrations.write("001_copy.up.sql", "select 1;\ncopy nowhere from stdin;\n1\n\\.\n");
    const auto failure = error_of([&] { world.runner().up(); });
    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.server()->sqlstate == "42P01");
    CHECK(failure.location()->position.line == 2);
    CHECK(
        world.database.value("select sqlstate from runner.event where kind = 'failed'") == "42P01"
    );
}

TEST_CASE("up reads the down files of what is pending, and refuses a bad one before it starts") {
    World world;
    world.write_table("001", "first");
    world.runner().up();
    world.migrations.write("001_first.down.sql", "drop table \xFF;"); // of no interest to up
    CHECK_NOTHROW(world.runner().up());
    CHECK(error_of([&] {
              static_cast<void>(world.runner().verify());
          }).kind() == ErrorKind::source);

    world.migrations.write("001_first.down.sql", "drop table first;");
    world.write_table("002", "second");
    world.write_table("003", "third");
    world.migrations.write("003_third.down.sql", "-- @transactoin: none\ndrop table third;");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::source);
    CHECK_FALSE(world.has_table("second"));

    world.migrations.write("003_third.down.sql", "drop table third;");
    world.runner().up();
    CHECK(
        world.database.value("select down_sql from runner.migration where version = 3") ==
        "drop table third;"
    );
}
