// @batch: a statement repeated in transactions of its own until it changes no row.
#include "support/listener.hpp"
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <thread>

using namespace runner;
using namespace runner::test;

namespace {

const std::string head = "-- @transaction: none\n-- @batch: 10\n";
const std::string update = "update t set b = 1 where a in (select a from t where b = 0 order by a "
                           "limit :batch);\n";

/// A table with `rows` rows to change.
struct Scene {
    explicit Scene(int rows = 35) {
        world.database.execute(
            "create table t (a int primary key, b int); insert into t select i, 0 from "
            "generate_series(1, " +
            std::to_string(rows) + ") i"
        );
    }

    void write(const std::string& text) const { world.migrations.write("001_fill.up.sql", text); }

    void up(const Options& options) { Runner(options, listener).up(); }

    void up() { up(world.options()); }

    [[nodiscard]] std::string left() const {
        return world.database.value("select count(*) from t where b = 0");
    }

    World world;
    Listener listener;
};

} // namespace

TEST_CASE("A statement is repeated until it changes no row, each time in its own transaction") {
    Scene scene;
    scene.write(head + update);

    scene.up();

    CHECK(scene.left() == "0");
    CHECK(scene.world.applied() == "1");
    CHECK(scene.world.database.value("select count(distinct xmin::text) from t") == "4");
    const auto& last = scene.listener.progress.back();
    CHECK(last.rows == 35);
    CHECK(last.rounds == 4);
    CHECK(last.command == "UPDATE");
}

TEST_CASE("INSERT and DELETE are repeated, also behind WITH") {
    Scene scene;
    scene.world.database.execute("create table archive (like t)");
    scene.write(
        head + "with gone as (delete from t where a in (select a from t limit :batch) returning *) "
               "insert into archive select * from gone;\n"
               "-- @batch: 20\ndelete from archive where a in (select a from archive limit :batch) "
               "returning a;\n"
    );
    scene.up();
    CHECK(scene.world.applied() == "1");
    CHECK(scene.world.database.value("select count(*) from t") == "0");
    CHECK(scene.world.database.value("select count(*) from archive") == "0");
}

TEST_CASE("A batch that was killed goes on behind what is committed") {
    Scene scene(300);
    scene.world.write_table("000", "first");
    scene.up();
    scene.world.database.execute("alter table t add c int not null default 0");
    scene.write(
        "-- @transaction: none\n-- @batch: 10\n-- @pause: 20ms\nupdate t set b = 1, c = c + 1 "
        "where a in (select a from t where b = 0 order by a limit :batch);\n"
    );
    const Process killed([&] { scene.up(); });
    while (scene.world.database.value("select coalesce(max(rounds), 0) > 3 from runner.journal") !=
           "t") {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());
    while (scene.world.database.value("select count(*) from pg_stat_activity where datname = "
                                      "current_database() and application_name like 'runner%'"
           ) != "0") {
    }
    CHECK(
        scene.world.database.value("select rows = (select count(*) from t where b = 1) and rows = "
                                   "rounds * 10 and outcome = 'unknown' from runner.journal") == "t"
    );

    scene.up();

    CHECK(scene.left() == "0");
    CHECK(scene.world.applied() == "0 1");
    CHECK(scene.world.database.value("select max(c) from t") == "1");
    CHECK(scene.listener.heard("goes on behind "));
    CHECK(scene.listener.progress.back().rows == 300);
    CHECK(scene.listener.progress.back().rounds == 30);
}

TEST_CASE("A round that fails is rolled back, and the others stay") {
    Scene scene;
    scene.world.database.execute("alter table t add check (a <> 25 or b = 0)");
    scene.write(head + update);

    const auto failure = error_of([&] { scene.up(); });

    CHECK(failure.kind() == ErrorKind::partial);
    CHECK(failure.server()->sqlstate == "23514");
    CHECK(failure.state().find("done of it so far: 2 rounds, 20 rows") != std::string::npos);
    CHECK(scene.left() == "15");
    CHECK(
        scene.world.database
            .value("select sqlstate || message from runner.event where kind = "
                   "'failed'")
            .find("23514") == 0
    );
    CHECK(scene.world.runner().status().failure->sqlstate == "23514");
    scene.world.database.execute("alter table t drop constraint t_check");
    scene.up();
    CHECK(scene.left() == "0");
    CHECK(scene.world.applied() == "1");
}

TEST_CASE("A first round that fails is an ordinary failure, at the token in the file") {
    Scene scene;
    scene.write(
        "-- @transaction: none\n-- @batch: 1000000\ndelete from t where a < :batch or oops;\n"
    );
    const auto failure = error_of([&] { scene.up(); });
    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.location()->position == Position{3, 35});
    CHECK(scene.world.database.value("select count(*) from runner.journal") == "0");
}

TEST_CASE("A round that waits for a lock for too long is tried again") {
    Scene scene;
    scene.write(head + update);
    const Process blocker([&] {
        value_from(
            scene.world.database.conninfo(),
            "begin; select a from t where a = 15 for update; select pg_sleep(1); commit"
        );
    });
    while (scene.world.database.value("select count(*) from pg_stat_activity where query like "
                                      "'begin; select a%' and wait_event = 'PgSleep'") == "0") {
    }
    auto options = scene.world.options();
    options.lock_timeout = std::chrono::milliseconds(100);

    scene.up(options);

    CHECK(blocker.wait());
    CHECK(scene.listener.retries > 0);
    CHECK(scene.left() == "0");
    CHECK(scene.listener.progress.back().rounds == 4);
}

TEST_CASE("Patience with a lock ends, and what was done stays") {
    Scene scene;
    scene.write(head + update);
    const Process blocker([&] {
        value_from(
            scene.world.database.conninfo(),
            "begin; select a from t where a = 5 for update; select pg_sleep(20); commit"
        );
    });
    while (scene.world.database.value("select count(*) from pg_stat_activity where query like "
                                      "'begin; select a%' and wait_event = 'PgSleep'") == "0") {
    }
    auto options = scene.world.options();
    options.lock_timeout = std::chrono::milliseconds(50);
    options.lock_retries = 1;
    CHECK(error_of([&] { scene.up(options); }).kind() == ErrorKind::lock);
    scene.world.database.execute("update t set b = 1 where a < 5");
    scene.world.database.execute("insert into t select i, 0 from generate_series(-20, -1) i");
    CHECK(error_of([&] { scene.up(options); }).kind() == ErrorKind::partial);
    CHECK(scene.left() == "31");
    blocker.kill(SIGKILL);
    CHECK_FALSE(blocker.wait());
}

TEST_CASE("An interrupt ends a batch between two rounds or in one") {
    const std::string pause = GENERATE("-- @pause: 30s\n", "");
    CAPTURE(pause);
    Scene scene;
    scene.write(
        "-- @transaction: none\n-- @batch: 10\n" + pause +
        "update t set b = 1 where a in (select a from t where b = 0 limit :batch)" +
        (pause.empty() ? " and pg_sleep(30) is not null and a > 10" : "") + ";\n"
    );
    Interrupt interrupt;
    auto options = scene.world.options();
    options.interrupt = &interrupt;
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        interrupt.raise(SIGTERM);
    });
    const auto start = std::chrono::steady_clock::now();
    CHECK(error_of([&] { scene.up(options); }).kind() == ErrorKind::interrupted);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
    other.join();
    CHECK(scene.left() == (pause.empty() ? "35" : "25"));
}

TEST_CASE("A seed runs in batches, too") {
    Scene scene;
    scene.world.seeds.write("001_fill.sql", head + update);
    scene.world.runner().seed();
    CHECK(scene.left() == "0");
    CHECK(scene.world.database.value("select count(distinct xmin::text) from t") == "4");
}

TEST_CASE("Rounds keep the settings and the role of their file") {
    Scene scene;
    const auto role = "batcher_" + scene.world.database.name();
    scene.world.database.execute(
        "create role \"" + role + "\"; grant all on t to \"" + role + "\""
    );
    scene.world.database.execute("alter table t add c text");
    scene.write(
        "-- @transaction: none\nset role \"" + role +
        "\";\nset search_path = public, pg_catalog;\n" +
        "-- @batch: 10\nupdate t set b = 1, c = current_user || current_setting('search_path') "
        "where a in (select a from t where b = 0 limit :batch);\n"
    );
    scene.up();
    CHECK(scene.world.applied() == "1");
    CHECK(
        scene.world.database.value("select string_agg(distinct c, '|') from t") ==
        role + "public, pg_catalog"
    );
    scene.world.database.execute("drop owned by \"" + role + "\"; drop role \"" + role + "\"");
}

TEST_CASE("With @max-lag a round that somebody waited for is followed by a pause") {
    Scene scene(60);
    scene.write(
        "-- @transaction: none\n-- @batch: 10\n-- @max-lag: 1s\n"
        "update t set b = 1 where a in (select a from t where b = 0 order by a limit :batch) and "
        "pg_sleep(0.05) is not null;\n"
    );
    const Process other([&] {
        while (value_from(
                   scene.world.database.conninfo(),
                   "select count(*) from pg_stat_activity "
                   "where query like 'update t set b%' and state = 'active'"
               ) == "0") {
        }
        for (int time = 0; time < 3; ++time) {
            value_from(scene.world.database.conninfo(), "begin; lock table t; commit");
        }
    });
    scene.up();
    CHECK(other.wait());
    CHECK(scene.left() == "0");
    CHECK(scene.listener.heard("another session waited for a lock of a round"));
}
