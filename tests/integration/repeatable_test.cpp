// R_ files against a real server.
#include "support/world.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

std::string repeatables(const World& world) {
    return world.database.value("select string_agg(name, ' ' order by name) from runner.repeatable"
    );
}

} // namespace

TEST_CASE("A repeatable runs behind the migrations, and again only when it has changed") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("R_names.sql", "create or replace view names as select id from users;");

    CHECK(world.runner().up().done.size() == 2);
    CHECK(world.recorder.finished_steps == std::vector<std::string>{"001_users", "R_names"});
    CHECK(repeatables(world) == "R_names");
    CHECK(world.runner().up().done.empty());

    world.migrations.write(
        "R_names.sql", "-- reworded\nCREATE OR REPLACE VIEW names AS SELECT id FROM users;"
    );
    CHECK(world.runner().up().done.empty());
    world.migrations.write(
        "R_names.sql", "create or replace view names as select id, 1 as one from users;"
    );
    CHECK(world.runner().up().done.size() == 1);
    CHECK(world.database.value("select count(one) from names") == "0");
    CHECK(
        world.database.value("select sql from runner.repeatable") ==
        "create or replace view names as select id, 1 as one from users;"
    );
    CHECK(
        world.database.value("select string_agg(kind || ' ' || coalesce(version::text, '-'), ', ' "
                             "order by id) from runner.event") == "applied 1, applied -, applied -"
    );
}

TEST_CASE("A repeatable that fails takes nothing with it but itself") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("R_a.sql", "create or replace view a as select 1 as one;");
    world.migrations.write("R_b.sql", "create table half ();\nselect nothing;");
    world.migrations.write("R_c.sql", "create or replace view c as select 1 as one;");
    try {
        world.runner().up();
        FAIL("the repeatable was applied");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::statement);
        CHECK(error.location()->position.line == 2);
        CHECK(error.state() == "nothing of R_b was applied; 001_users is the current version");
    }
    CHECK(world.applied() == "1");
    CHECK(repeatables(world) == "R_a");
    CHECK_FALSE(world.has_table("half"));
    const auto status = world.runner().status();
    REQUIRE(status.failure);
    CHECK(status.failure->subject == "R_b");
    world.migrations.write("R_b.sql", "select 1;");
    CHECK(world.runner().up().done.size() == 2);
    CHECK_FALSE(world.runner().status().failure);
}

TEST_CASE("A repeatable that cannot run in a transaction is refused before anything runs") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("R_a.sql", "vacuum;");
    try {
        world.runner().up();
        FAIL("it was run");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::source);
    }
    CHECK_FALSE(world.has_table("users"));
    CHECK_THROWS_AS(world.runner().verify_files(), Error);
}

TEST_CASE("down and redo leave repeatables alone, and up runs those again that depend on it") {
    World world;
    world.write_table("001", "users");
    world.write_table("002", "orders");
    world.migrations.write(
        "R_count.sql",
        "-- @depends: 002\ncreate or replace function n() returns bigint language plpgsql as "
        "$$ begin return (select count(*) from orders); end $$;"
    );
    world.migrations.write("R_free.sql", "select 1;");
    world.runner().up();
    world.runner().redo();
    CHECK(repeatables(world) == "R_count R_free");
    CHECK(world.runner().status().repeatables[0].state == RepeatableStatus::State::changed);
    CHECK(world.runner().up().done.size() == 1);
    CHECK(world.runner().up().done.empty());
    world.runner().down();
    CHECK(repeatables(world) == "R_count R_free");
    CHECK(
        world.recorder.notices ==
        std::vector<std::string>{"R_count stays, and depends on 002_orders"}
    );
    world.recorder.finished_steps.clear();
    world.runner().up();
    CHECK(world.recorder.finished_steps == std::vector<std::string>{"002_orders", "R_count"});
    world.runner().down();
    world.runner().up({.kind = Target::Kind::count, .count = 1, .version = {}, .name = {}});
    world.recorder.finished_steps.clear();
    world.runner().up();
    CHECK(world.recorder.finished_steps == std::vector<std::string>{"R_count"});
}

TEST_CASE("Repeatables share the one transaction of an atomic up") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("R_a.sql", "create view a as select id from users;");
    world.migrations.write("R_b.sql", "select 1 / 0;");
    auto options = world.options();
    options.atomic = true;
    CHECK_THROWS_AS(world.runner(options).up(), Error);
    CHECK_FALSE(world.has_table("users"));
    world.migrations.write("R_b.sql", "select 1;");
    CHECK(world.runner(options).up().done.size() == 3);
    CHECK(repeatables(world) == "R_a R_b");
}

TEST_CASE("A migration for one environment is applied there alone, and redo does not lose it") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("002_sample.up.sql", "-- @env: test\ninsert into users values (1);");
    world.migrations.write("002_sample.down.sql", "delete from users;");
    CHECK(world.runner().up().done.size() == 1);
    CHECK(world.runner().up().done.empty());
    auto options = world.options();
    options.environment = "test";
    CHECK(world.runner(options).up().done.size() == 1);
    CHECK(world.applied() == "1 2");
    CHECK_THROWS_AS(world.runner().redo(), Error);
    CHECK(world.applied() == "1 2");
    CHECK(world.runner(options).redo().done.size() == 2);
    CHECK(world.runner().status().migrations[1].state == MigrationStatus::State::applied);
}

TEST_CASE("What a newer release says about older ones is read from the history") {
    World world;
    world.write_table("001", "users");
    world.write_table("002", "orders");
    world.migrations.write(
        "003_drop.up.sql", "-- @compatible-from: 002\nalter table users drop column id;"
    );
    world.runner().up();
    world.migrations.remove("003_drop.up.sql");
    CHECK(world.runner().up().done.empty());
    CHECK(world.recorder.notices.size() == 1);
    world.migrations.remove("002_orders.up.sql");
    world.migrations.remove("002_orders.down.sql");
    auto options = world.options();
    options.ahead = Options::Ahead::ok;
    try {
        world.runner(options).up();
        FAIL("an image that is too old has started");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::history);
        CHECK(
            std::string(error.what()) ==
            "3_drop is applied and says that it takes a release with 2 or newer; the newest file "
            "here is 001_users"
        );
    }
}
