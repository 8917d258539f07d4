// Verify scripts against a real server: what they see, what they stop, what they leave.
#include "support/world.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

/// The error of an `up` that must not work.
Error failure_of_up(World& world, const Options& options) {
    try {
        world.runner(options).up();
    } catch (const Error& error) {
        return error;
    }
    FAIL("it was applied");
    throw std::logic_error("unreachable");
}

Error failure_of_up(World& world) {
    return failure_of_up(world, world.options());
}

} // namespace

TEST_CASE("A verify script that is content lets its migration pass, and leaves nothing") {
    World world;
    world.write_table("001", "users");
    world.migrations.write(
        "001_users.verify.sql",
        "-- @description: the table takes rows\n"
        "-- @statement-timeout: 1m\n"
        "insert into users values (1);\n"
        "select count(*) = 1 as one, 'f' as text, id from users group by id;\n"
        "set search_path = pg_catalog;\n"
    );
    world.write_table("002", "orders");
    CHECK(world.runner().up().done.size() == 2);
    CHECK(world.database.value("select count(*) from users") == "0");
    CHECK(world.recorder.remarks.empty());
}

TEST_CASE("A boolean that is false or null keeps everything of its migration away") {
    World world;
    world.write_table("001", "users");
    world.write_table("002", "orders");
    world.write_table("003", "items");
    for (const std::string word : {"false", "null"}) {
        world.migrations.write(
            "002_orders.verify.sql",
            "select true;\n\n  select 1 as n, x.ok from (values (1, true), (2, " + word +
                "::bool), (3, false)) x (id, ok) order by id;\n"
        );
        const auto error = failure_of_up(world);
        CHECK(error.kind() == ErrorKind::statement);
        CHECK(
            std::string(error.what()) ==
            "verification failed: expected true, got " + word + " in column ok of row 2"
        );
        CHECK(error.location()->file.filename() == "002_orders.verify.sql");
        CHECK(error.location()->position == Position{3, 3});
        CHECK(
            error.state() == "nothing of 002_orders was applied; 001_users is the current version"
        );
        CHECK(world.applied() == "1");
        CHECK_FALSE(world.has_table("orders"));
        CHECK_FALSE(world.has_table("items"));
        CHECK(world.runner().status().failure->where.ends_with("002_orders.verify.sql:3:3"));
    }
    world.migrations.remove("002_orders.verify.sql");
    CHECK(world.runner().up().done.size() == 2);
}

TEST_CASE("An error in a verify script has its place there, and rolls back") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("001_users.verify.sql", "select true;\nselect nothing from users;\n");
    const auto error = failure_of_up(world);
    CHECK(error.server()->sqlstate == "42703");
    CHECK(error.location()->position == Position{2, 8});
    CHECK(error.location()->file.filename() == "001_users.verify.sql");
    CHECK_FALSE(world.has_table("users"));
}

TEST_CASE("A verify script starts with the session that every file starts with") {
    World world;
    world.migrations.write(
        "001_shop.up.sql",
        "create schema shop; set search_path = shop; set role pg_monitor; reset role;"
        "set statement_timeout = '3s'; create table item ();"
    );
    world.migrations.write(
        "001_shop.verify.sql",
        "-- @lock-timeout: 7s\n"
        "select current_setting('search_path') like '%public%', to_regclass('item') is null, "
        "current_setting('lock_timeout') = '7s', current_setting('statement_timeout') = '0';"
    );
    CHECK(world.runner().up().done.size() == 1);
    world.write_table("002", "next");
    world.runner().up();
}

TEST_CASE("A verify script in an atomic run sees what all files before it have done") {
    World world;
    world.write_table("001", "users");
    world.write_table("002", "orders");
    world.migrations.write("001_users.verify.sql", "select to_regclass('users') is not null;");
    world.migrations.write("002_orders.verify.sql", "select count(*) = 1 from users;");
    auto options = world.options();
    options.atomic = true;
    CHECK(failure_of_up(world, options).kind() == ErrorKind::statement);
    CHECK_FALSE(world.has_table("users"));
    world.migrations.write("002_orders.verify.sql", "select count(*) = 0 from users;");
    CHECK(world.runner(options).up().done.size() == 2);
}

TEST_CASE("A migration without a transaction is partial until its verify script is content") {
    World world;
    world.migrations.write(
        "001_users.up.sql",
        "-- @transaction: none\ncreate table users (id int);\n"
        "create index concurrently users_id on users (id);"
    );
    world.migrations.write("001_users.verify.sql", "select true;\nselect count(*) = 1 from users;");
    const auto error = failure_of_up(world);
    CHECK(error.kind() == ErrorKind::partial);
    CHECK(error.location()->position == Position{2, 1});
    CHECK(error.state() == "001_users stopped at its verify script: it has run");
    CHECK(world.has_table("users"));
    CHECK(world.applied().empty());
    CHECK(world.runner().status().migrations[0].state == MigrationStatus::State::partial);
    CHECK(failure_of_up(world).kind() == ErrorKind::partial);
    world.database.execute("insert into users values (1)");
    CHECK(world.runner().up().done.size() == 1);
    CHECK(world.applied() == "1");
    CHECK(world.database.value("select count(*) from runner.journal") == "0");
}

TEST_CASE("What a verify script cannot hold is refused before anything runs") {
    World world;
    world.write_table("001", "users");
    world.migrations.write(
        "001_users.verify.sql",
        "begin;\nselect true;\ncommit;\nvacuum;\ncopy users from stdin;\n1\n\\.\n"
    );
    const auto error = failure_of_up(world);
    CHECK(error.kind() == ErrorKind::source);
    CHECK(error.complaints().size() == 4);
    CHECK(error.complaints()[2].location->position == Position{4, 1});
    CHECK_FALSE(world.has_table("users"));
    CHECK_THROWS_AS(world.runner().verify_files(), Error);
}

TEST_CASE("Verify scripts of what is applied are not read, not run, and no edit") {
    World world;
    world.write_table("001", "users");
    world.migrations.write("001_users.verify.sql", "select true;");
    world.runner().up();
    world.migrations.write("001_users.verify.sql", "select false; select 'open");
    CHECK(world.runner().up().done.empty());
    CHECK_THROWS_AS(world.runner().verify(), Error); // which reads it
    world.migrations.write("001_users.verify.sql", "select false;");
    CHECK(world.runner().verify().empty());
    CHECK(world.runner().redo().done.size() == 2);
    CHECK(world.runner().down().done.size() == 1);
    world.migrations.write("009_gone.verify.sql", "select true;");
    const auto problems = world.runner().verify();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].kind == Problem::Kind::orphan);
}

TEST_CASE("A verify script that deallocates our commands, or asks for many rows, is no trouble") {
    World world;
    world.write_table("001", "users");
    world.write_table("002", "orders");
    world.migrations.write(
        "001_users.verify.sql", "deallocate all; select i > 0 from generate_series(1, 100000) i;"
    );
    world.migrations.write("002_orders.verify.sql", "select true;");
    CHECK(world.runner().up().done.size() == 2);
    CHECK(world.applied() == "1 2");
}
