// What the history tells: the log, one migration, and whether somebody has migrated.
#include "support/process.hpp"
#include "support/world.hpp"

#include <runner/history_log.hpp>
#include <runner/showing.hpp>
#include <runner/waiting.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

Target version(const char* digits) {
    return {.kind = Target::Kind::version, .count = 0, .version = {digits}};
}

std::vector<Event> log_of(World& world, const LogRequest& request = {}) {
    return history_log(world.options(), world.recorder, request);
}

/// As runner 3 had left it.
void go_back_to_layout_3(const World& world) {
    world.database.execute(
        "alter table runner.event drop column blocker, drop column before; "
        "alter table runner.migration drop column origin, drop column changes; "
        "drop table runner.repeatable; delete from runner.layout where version > 3"
    );
}

} // namespace

TEST_CASE("The log is empty where runner has never been") {
    World world;
    CHECK(log_of(world).empty());
}

TEST_CASE("The log holds everything that was done, the newest first") {
    World world;
    world.write_table("1", "t1");
    world.write_table("2", "t2");
    world.runner().up();
    world.runner().down();

    const auto all = log_of(world);
    REQUIRE(all.size() == 3);
    CHECK(all[0].kind == "reverted");
    CHECK(all[0].subject == "2_t2");
    CHECK(all[0].duration.has_value());
    CHECK(all[2].subject == "1_t1");
    CHECK(all[1].run_id == all[2].run_id);
    CHECK(all[0].run_id != all[1].run_id);

    CHECK(log_of(world, {.limit = 1, .version = {}}).size() == 1);
    CHECK(log_of(world, {.limit = 0, .version = Version{"2"}}).size() == 2);
}

TEST_CASE("A failure is kept with its statement, and the next attempt is told") {
    World world;
    world.write_table("1", "t1");
    world.migrations.write("2_t2.up.sql", "select 1;\nselect\n  oops;\n");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::statement);

    const auto events = log_of(world);
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == "failed");
    CHECK(events[0].statement == "select\n  oops");
    CHECK(events[0].sqlstate == "42703");
    CHECK(events[0].blocker.empty());
    const auto failure = world.runner().status().failure;
    REQUIRE(failure.has_value());
    CHECK(failure->statement == "select\n  oops");

    world.recorder.remarks.clear();
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::statement);
    REQUIRE(world.recorder.remarks.size() == 1);
    CHECK(world.recorder.remarks[0].find("2_t2 failed the last time") == 0);
    CHECK(world.recorder.remarks[0].find("statement: select\n  oops") != std::string::npos);
}

TEST_CASE("A failure is kept with whoever was in the way") {
    World world;
    world.write_table("1", "t1");
    world.runner().up();
    world.migrations.write("2_a.up.sql", "alter table t1 add a int;\n");
    const Process blocker([&] {
        value_from(world.database.conninfo(), "begin; select from t1; select pg_sleep(30); commit");
    });
    while (world.database.value(
               "select count(*) from pg_locks l join pg_class c on c.oid = l.relation where "
               "c.relname = 't1'"
           ) == "0") {
    }
    auto options = world.options();
    options.lock_timeout = 2s;
    options.lock_retries = 0;
    CHECK(error_of([&] { world.runner(options).up(); }).kind() == ErrorKind::lock);

    CHECK(log_of(world)[0].blocker.find("AccessShareLock on public.t1") != std::string::npos);
}

TEST_CASE("An older layout is read as it is") {
    World world;
    world.write_table("1", "t1");
    world.migrations.write("2_t2.up.sql", "select oops;\n");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::statement);
    go_back_to_layout_3(world);

    CHECK(log_of(world).size() == 2);
    CHECK(world.runner().status().failure->statement == "select oops");
    const auto shown = show(world.options(), world.recorder, version("1"));
    REQUIRE(shown.origin.has_value());
    CHECK(shown.origin->origin == "applied");
    CHECK(shown.origin->stored.down_sql == "drop table t1;\n");
    CHECK(world.database.value("select max(version) from runner.layout") == "3");
}

TEST_CASE("show compares the files with what was kept, and does without them") {
    World world;
    world.write_table("1", "t1");
    world.write_table("2", "t2");
    world.runner().up({.kind = Target::Kind::count, .count = 1, .version = {}});
    const auto look = [&](const char* digits) {
        return show(world.options(), world.recorder, version(digits));
    };

    CHECK(look("1").up->diff.empty());
    CHECK(look("1").up->statements.size() == 1);
    CHECK_FALSE(look("2").origin.has_value());
    CHECK(look("2").down->statements.size() == 1);

    world.migrations.write("1_t1.down.sql", "drop table if exists t1;\n");
    CHECK(look("1").down->diff.find("+drop table if exists t1;") != std::string::npos);
    world.migrations.remove("1_t1.up.sql");
    world.migrations.remove("1_t1.down.sql");
    CHECK(look("1").status.state == MigrationStatus::State::missing);
    CHECK(look("1").up->from_history);
    CHECK(error_of([&] { static_cast<void>(look("9")); }).kind() == ErrorKind::usage);
}

TEST_CASE("Waiting for a migration ends when somebody has applied it") {
    World world;
    world.write_table("1", "t1");
    const auto wait = [&](const Target& target, std::chrono::milliseconds patience) {
        return wait_for_migration(world.options(), world.recorder, target, patience);
    };
    CHECK(error_of([&] { wait({}, 0ms); }).kind() == ErrorKind::lock);

    const Process migrating([&] { world.runner().up(); });

    CHECK(wait({}, 60s).label == "1_t1");
    CHECK(wait(version("1"), 0ms).applied.name == "t1");
    const auto late = error_of([&] { wait(version("2"), 0ms); });
    CHECK(late.kind() == ErrorKind::lock);
    CHECK(std::string(late.what()) == "2 was not applied in time: 1_t1 is the current version");
}

TEST_CASE("Waiting goes on while a migration has stopped half way") {
    World world;
    world.write_table("1", "t1");
    world.migrations.write("2_half.up.sql", "-- @transaction: none\nselect 1;\nselect oops;\n");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::partial);

    const auto error =
        error_of([&] { wait_for_migration(world.options(), world.recorder, version("1"), 0ms); });

    CHECK(error.kind() == ErrorKind::lock);
    CHECK(std::string(error.what()).find("2_half has stopped half way") != std::string::npos);
}

TEST_CASE("Waiting for a database that somebody is still to create") {
    World world;
    auto options = world.options();
    options.database_url = world.database.conninfo() + " dbname=not_created_yet";
    const auto error =
        error_of([&] { wait_for_migration(options, world.recorder, version("1"), 0ms); });
    CHECK(error.kind() == ErrorKind::lock);
    CHECK(std::string(error.what()).find("not_created_yet") != std::string::npos);
}
