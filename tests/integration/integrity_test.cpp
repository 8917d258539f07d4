// Changes of the history by hand: what was before is kept, and nobody changes it under our feet.
#include "support/pgbouncer.hpp"
#include "support/session.hpp"
#include "support/world.hpp"
#include "work/lock_keys.hpp"

#include <runner/integrity.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::test;

namespace {

const ApproveRepairs yes = [](const auto&) { return true; };
const ApproveUnmarking unmark = [](const auto&) { return true; };

struct Edited : World {
    Edited() {
        write_table("001", "a");
        write_table("002", "b");
        runner().up();
        migrations.write("001_a.up.sql", "create table a (id bigint);\n");
    }

    RepairReport repair_with(const ApproveRepairs& approve, const RepairRequest& request = {}) {
        return runner::repair(options(), recorder, request, approve);
    }

    [[nodiscard]] std::string events(const std::string& kind) const {
        return database.value(
            "select string_agg(subject || ' ' || coalesce(before ->> 'up_sql', '-'), '; ' order by "
            "id) from runner.event where kind = '" +
            kind + "'"
        );
    }
};

} // namespace

TEST_CASE("A repaired row is that of the file, and the event has the old one") {
    Edited world;
    CHECK(world.runner().verify().size() == 1);
    const auto report = world.repair_with(yes);
    REQUIRE(report.done.size() == 1);
    CHECK(report.done[0].kind == Repair::Kind::edited);
    CHECK_THAT(report.done[0].diff, Catch::Contains("-create table a (id int);"));
    CHECK(world.runner().verify().empty());
    CHECK(world.events("repaired") == "001_a create table a (id int);\n");
    CHECK(
        world.database.value("select up_sql || down_sql from runner.migration where version = 1") ==
        "create table a (id bigint);\ndrop table a;\n"
    );
    CHECK(world.applied() == "1 2");
    CHECK(world.repair_with(yes).done.empty());
}

TEST_CASE("A repair that is declined changes nothing") {
    Edited world;
    const auto error = error_of([&] { world.repair_with([](const auto&) { return false; }); });
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(world.runner().verify().size() == 1);
    CHECK(world.events("repaired").empty());
}

TEST_CASE("A row that somebody else repaired while a person was thinking is not overwritten") {
    Edited world;
    world.migrations.write("002_b.up.sql", "create table b (id bigint);\n");
    const auto error = error_of([&] {
        world.repair_with([&](const auto&) {
            world.database.execute("update runner.migration set checksum = "
                                   "'xxh3-128:00000000000000000000000000000000' where version = 2");
            return true;
        });
    });
    CHECK(error.kind() == ErrorKind::history);
    CHECK(error.state() == "nothing was done");
    // 1 was fine, and is not repaired on its own either.
    CHECK(world.events("repaired").empty());
    CHECK(world.runner().verify().size() == 2);
}

TEST_CASE("A down file that is gone does not take its stored text with it") {
    Edited world;
    world.migrations.remove("001_a.down.sql");
    world.repair_with(yes);
    CHECK(
        world.database.value("select down_sql from runner.migration where version = 1") ==
        "drop table a;\n"
    );
}

TEST_CASE("The row of a missing file goes only when that is asked for") {
    Edited world;
    world.migrations.remove("001_a.up.sql");
    world.migrations.remove("001_a.down.sql");
    const auto first = world.repair_with(yes);
    CHECK(first.done.empty());
    REQUIRE(first.left.size() == 1);
    CHECK(world.applied() == "1 2");
    world.repair_with(yes, {.versions = {}, .remove_missing = true});
    CHECK(world.applied() == "2");
    CHECK(world.events("removed") == "1_a create table a (id int);\n");
}

TEST_CASE("What is newer than every file is another release's, and goes only by name") {
    Edited world;
    world.migrations.write("001_a.up.sql", "create table a (id int);\n");
    world.migrations.remove("002_b.up.sql");
    world.migrations.remove("002_b.down.sql");
    CHECK(world.repair_with(yes, {.versions = {}, .remove_missing = true}).left.size() == 1);
    CHECK(world.applied() == "1 2");
    world.repair_with(yes, {.versions = {Version{"2"}}, .remove_missing = true});
    CHECK(world.applied() == "1");
}

TEST_CASE("A failure that nobody has answered survives a repair") {
    Edited world;
    world.migrations.write("001_a.up.sql", "create table a (id int);\n");
    world.migrations.write("003_c.up.sql", "create table nowhere.c ();\n");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::statement);
    world.migrations.write("001_a.up.sql", "create table a (id bigint);\n");
    world.repair_with(yes);
    REQUIRE(world.runner().history().failure.has_value());
    CHECK(world.runner().history().failure->subject == "003_c");
}

TEST_CASE("A baseline marks up to its version, keeps the texts, and runs nothing") {
    World world;
    for (const auto* number : {"001", "002", "003"}) {
        world.write_table(number, std::string("t") + number);
    }
    const auto marked = baseline(world.options(), world.recorder, Version{"2"});
    CHECK(marked.size() == 2);
    CHECK(world.applied() == "1 2");
    CHECK_FALSE(world.has_table("t001"));
    CHECK(
        world.database.value("select string_agg(origin || ' ' || up_sql, '' order by version) from "
                             "runner.migration"
        ) == "baselined create table t001 (id int);\nbaselined create table t002 (id int);\n"
    );
    world.runner().up();
    CHECK(world.applied() == "1 2 3");
    CHECK(baseline(world.options(), world.recorder, Version{"3"}).empty());
}

TEST_CASE("A baseline needs a file with its version, and writes nothing without one") {
    World world;
    world.write_table("001", "a");
    const auto error = error_of([&] { baseline(world.options(), world.recorder, Version{"2"}); });
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(world.database.value("select to_regnamespace('runner')").empty());
}

TEST_CASE("A baseline is refused above a migration that stopped half way") {
    World world;
    world.write_table("001", "a");
    world.migrations.write(
        "002_b.up.sql",
        "-- @transaction: none\ncreate table b (id int);\nvacuum a;\nselect 1 / 0;\n"
    );
    world.write_table("003", "c");
    CHECK_THROWS_AS(world.runner().up(), Error);
    const auto error = error_of([&] { baseline(world.options(), world.recorder, Version{"3"}); });
    CHECK(error.kind() == ErrorKind::partial);
    CHECK(world.applied() == "1");
}

TEST_CASE("Unmarking leaves its version the last one, reverts nothing and keeps the rows") {
    World world;
    for (const auto* number : {"001", "002", "003"}) {
        world.write_table(number, std::string("t") + number);
    }
    world.runner().up();
    const auto unmarked = remove_baseline(world.options(), world.recorder, Version{"1"}, unmark);
    REQUIRE(unmarked.size() == 2);
    CHECK(unmarked[0].label == "003_t003");
    CHECK(world.applied() == "1");
    CHECK(world.has_table("t003"));
    CHECK(
        world.database.value("select count(*) from runner.event where kind = 'removed' and before "
                             "->> 'origin' = 'applied'") == "2"
    );
    CHECK(remove_baseline(world.options(), world.recorder, std::nullopt, unmark).size() == 1);
    CHECK(world.applied().empty());
}

TEST_CASE("A change of the history waits for the runner's lock, and as long as it may") {
    Edited world;
    const OtherSession other(world.database.conninfo());
    const auto key = lock_key(world.database.name(), "runner");
    other.execute("select pg_advisory_lock(" + std::to_string(key) + ")");
    auto options = world.options();
    options.lock_wait = std::chrono::milliseconds{1};
    const auto error = error_of([&] { runner::repair(options, world.recorder, {}, yes); });
    CHECK(error.kind() == ErrorKind::lock);
    CHECK(world.events("repaired").empty());
    other.execute("select pg_advisory_unlock_all()");
    CHECK(runner::repair(options, world.recorder, {}, yes).done.size() == 1);
}

TEST_CASE("The history can be changed through a pooler, unless that allows no transactions") {
    if (!PgBouncer::available()) {
        return;
    }
    for (const std::string mode : {"session", "transaction", "statement"}) {
        CAPTURE(mode);
        Edited world;
        const PgBouncer pooler(world.database, mode);
        auto options = world.options();
        options.database_url = pooler.conninfo();
        if (mode == "statement") {
            const auto error = error_of([&] { repair(options, world.recorder, {}, yes); });
            CHECK(error.kind() == ErrorKind::usage);
            CHECK(world.events("repaired").empty());
            continue;
        }
        CHECK(repair(options, world.recorder, {}, yes).done.size() == 1);
        CHECK(world.events("repaired") == "001_a create table a (id int);\n");
        // Nothing of ours stays in a session that others will have.
        CHECK(
            world.database.value("select count(*) from pg_locks where locktype = 'advisory'") == "0"
        );
    }
}
