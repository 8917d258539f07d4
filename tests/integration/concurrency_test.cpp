// Several runners at once, and runners that are stopped in the middle.
#include "parse/checksum.hpp"
#include "support/process.hpp"
#include "support/session.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <memory>
#include <thread>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

void wait_until(const World& world, const std::string& condition) {
    while (world.database.value("select " + condition) != "t") {
    }
}

constexpr const char* sleeping =
    "exists (select from pg_stat_activity where query like 'select pg_sleep(30)%' and state = "
    "'active' and pid <> pg_backend_pid())";

} // namespace

TEST_CASE("Many runners on a fresh database apply each migration once, and all succeed") {
    World world;
    for (const auto* name : {"a", "b", "c", "d", "e"}) {
        world.write_table(std::string("00") + static_cast<char>(*name - 'a' + '1'), name);
    }
    world.migrations.write("006_index.up.sql", "create index concurrently a_id on a (id);");
    std::vector<std::unique_ptr<Process>> racers;
    racers.reserve(8);
    for (int racer = 0; racer < 8; ++racer) {
        racers.push_back(std::make_unique<Process>([&] { world.runner().up(); }));
    }
    for (const auto& racer : racers) {
        CHECK(racer->wait());
    }
    CHECK(world.applied() == "1 2 3 4 5 6");
    CHECK(world.database.value("select count(*) from runner.event where kind = 'applied'") == "6");
    CHECK(
        world.database.value("select indisvalid from pg_index where indexrelid = "
                             "'a_id'::regclass") == "t"
    );
}

TEST_CASE("A runner that waits too long for another one says who has the lock") {
    World world;
    world.migrations.write("001_slow.up.sql", "select pg_sleep(30);");
    const Process holder([&] { world.runner().up(); });
    wait_until(world, sleeping);

    auto options = world.options();
    options.lock_wait = 100ms;
    const auto failure = error_of([&] { world.runner(options).up(); });

    CHECK(failure.kind() == ErrorKind::lock);
    CHECK(std::string(failure.what()).find("runner/") != std::string::npos);
    holder.kill(SIGKILL);
    CHECK_FALSE(holder.wait());
}

TEST_CASE("An interrupt cancels the statement, rolls back and releases the lock") {
    World world;
    world.migrations.write("001_slow.up.sql", "create table t ();\nselect pg_sleep(30);");
    Interrupt interrupt;
    auto options = world.options();
    options.interrupt = &interrupt;
    std::thread signaller([&] {
        wait_until(world, sleeping);
        interrupt.raise(SIGTERM);
    });

    const auto failure = error_of([&] { world.runner(options).up(); });
    signaller.join();

    CHECK(failure.kind() == ErrorKind::interrupted);
    CHECK(failure.state() == "nothing of 001_slow was applied; nothing is applied");
    CHECK_FALSE(world.has_table("t"));
    CHECK(
        world.database.value("select count(*) from pg_locks where locktype = 'advisory' and "
                             "database = (select oid from pg_database where datname = "
                             "current_database())") == "0"
    );
    world.migrations.write("001_slow.up.sql", "create table t ();");
    CHECK_NOTHROW(world.runner().up());
}

TEST_CASE("A runner that is killed leaves nothing half done, and the next one goes on") {
    World world;
    world.write_table("001", "first");
    world.migrations.write("002_slow.up.sql", "create table second ();\nselect pg_sleep(30);");
    const Process killed([&] { world.runner().up(); });
    wait_until(world, sleeping);
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());

    world.migrations.write("002_slow.up.sql", "create table second ();");
    world.runner().up();

    CHECK(world.applied() == "1 2");
}

TEST_CASE("A backend that is terminated is a lost connection, not a failed file") {
    World world;
    world.migrations.write("001_slow.up.sql", "create table t ();\nselect pg_sleep(30);");
    std::thread terminator([&] {
        wait_until(world, sleeping);
        world.database.execute("select pg_terminate_backend(pid) from pg_stat_activity where "
                               "query like 'select pg_sleep(30)%' and pid <> pg_backend_pid()");
    });

    const auto failure = error_of([&] { world.runner().up(); });
    terminator.join();

    CHECK(failure.kind() == ErrorKind::connection);
    REQUIRE(failure.server());
    CHECK(failure.server()->sqlstate == "57P01");
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("A connection that breaks during COMMIT is made again, to see what was committed") {
    World world;
    // The deferred trigger runs inside COMMIT and ends our own backend there.
    world.database.execute(
        "create table t (id int);"
        "create function die() returns trigger language plpgsql as $$ begin "
        "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end $$;"
        "create constraint trigger die after insert on t deferrable initially deferred "
        "for each row execute function die()"
    );
    world.migrations.write("001_dies.up.sql", "insert into t values (1);");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::connection);
    CHECK(failure.state() == "nothing of 001_dies was applied; nothing is applied");
    CHECK(world.applied().empty());
    CHECK(world.database.value("select count(*) from t") == "0");
}

TEST_CASE("The key of the lock tells databases and history schemas apart") {
    CHECK(hash64("runner lock 1/1/a/bc") != hash64("runner lock 1/2/ab/c"));
    World world;
    world.migrations.write("001_slow.up.sql", "select pg_sleep(30);");
    const Process holder([&] { world.runner().up(); });
    wait_until(world, sleeping);
    auto options = world.options();
    options.history_schema = "other";
    options.lock_wait = 0ms;
    world.migrations.write("001_slow.up.sql", "select 1;");
    CHECK_NOTHROW(world.runner(options).up());
    holder.kill(SIGKILL);
    CHECK_FALSE(holder.wait());
}

TEST_CASE("A lock that an idle session has kept is shown with the way to end it") {
    World world;
    world.write_table("001", "users");
    const auto key = hash64(
        "runner lock 1/" + std::to_string(world.database.name().size()) + "/" +
        world.database.name() + "/runner"
    );
    const OtherSession pooled(world.database.conninfo(), "flyway");
    pooled.execute("select pg_advisory_lock(" + std::to_string(key) + ")");
    auto options = world.options();
    options.lock_wait = 100ms;

    const auto failure = error_of([&] { world.runner(options).up(); });

    const std::string words = failure.what();
    CHECK(words.find("flyway (pid " + std::to_string(pooled.pid()) + ")") != std::string::npos);
    CHECK(words.find("idle for ") != std::string::npos);
    CHECK(words.find("select pg_advisory_lock(") != std::string::npos);
    CHECK(failure.advice() == "try again, or wait longer with --lock-wait"); // idle for too short
}

TEST_CASE("A backend that outlived its runner is told from one whose runner is at work") {
    World world;
    world.migrations.write("001_slow.up.sql", "select pg_sleep(30);");
    const Process holder([&] { world.runner().up(); });
    wait_until(world, sleeping);
    auto options = world.options();
    options.lock_wait = 100ms;
    const auto alive = error_of([&] { world.runner(options).up(); });
    CHECK(alive.advice() == "try again, or wait longer with --lock-wait");
    // Its backend notices after two seconds (client_connection_check_interval).
    holder.kill(SIGKILL);
    CHECK_FALSE(holder.wait());

    const auto failure = error_of([&] { world.runner(options).up(); });

    CHECK(failure.advice().find("an earlier run's backend ") == 0);
    CHECK(failure.advice().find("is still executing") != std::string::npos);
}
