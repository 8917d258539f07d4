// The history tables: layout, rights, who may own them.
#include "parse/checksum.hpp"
#include "record/layout.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

/// A role of this test, gone with it.
class Role {
public:
    explicit Role(const World& world) : world_(world), name_("role_" + world.database.name()) {
        world_.database.execute("create role " + name_ + " login");
    }

    ~Role() {
        try {
            world_.database.execute("drop owned by " + name_ + " cascade; drop role " + name_);
        } catch (const std::exception&) {
            // The database is dropped next; a role left behind bears its unique name.
        }
    }

    Role(const Role&) = delete;
    Role& operator=(const Role&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    const World& world_;
    std::string name_;
};

} // namespace

TEST_CASE("A database that has never seen runner has an empty history, and reading leaves no trace"
) {
    World world;
    world.write_table("001", "t");
    const auto status = world.runner().status();
    REQUIRE(status.migrations.size() == 1);
    CHECK(status.migrations[0].state == MigrationStatus::State::pending);
    CHECK(world.database.value("select to_regnamespace('runner')").empty());
}

TEST_CASE("Reading needs read rights only") {
    World world;
    const Role reader(world);
    world.write_table("001", "t");
    world.runner().up();
    world.database.execute(
        "grant usage on schema runner to " + reader.name() +
        "; grant select on all tables in schema runner to " + reader.name()
    );
    auto options = world.options();
    options.role = reader.name();

    CHECK(world.runner(options).status().migrations[0].state == MigrationStatus::State::applied);
    CHECK(world.runner(options).up().done.empty());
}

TEST_CASE("An older layout is upgraded in place, its rows stay") {
    World world;
    world.database.execute("create schema runner; " + layout_sql(1, "runner"));
    world.write_table("1", "first");
    const auto checksum_text = checksum("create table first (id int);\n").text();
    world.database.execute(
        "insert into runner.migration (version, name, checksum, fingerprint, run_id, duration_ms, "
        "runner_version) values (1, 'first', '" +
        checksum_text + "', '" + checksum_text + "', gen_random_uuid(), 1, 'old')"
    );
    CHECK(world.runner().history().migrations.size() == 1); // reading needs no upgrade

    world.write_table("2", "second");
    world.runner().up();

    CHECK(world.applied() == "1 2");
    CHECK(
        world.database.value("select max(version) from runner.layout") ==
        std::to_string(current_layout)
    );
    CHECK_FALSE(world.database.value("select to_regclass('runner.journal')").empty());
    CHECK(world.database.value("select distinct origin from runner.migration") == "applied");
}

TEST_CASE("A newer layout is refused, not guessed at") {
    World world;
    world.write_table("001", "t");
    world.runner().up();
    world.database.execute("insert into runner.layout (version) values (99)");
    const auto failure = error_of([&] { static_cast<void>(world.runner().status()); });
    CHECK(failure.kind() == ErrorKind::history);
    CHECK(failure.advice() == "use the newer runner that wrote it");
}

TEST_CASE("A history schema of somebody else is refused") {
    World world;
    const Role other(world);
    world.database.execute("create schema runner authorization " + other.name());
    world.write_table("001", "t");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(failure.advice().find("--role " + other.name()) != std::string::npos);
    CHECK_FALSE(world.has_table("t"));
}

TEST_CASE("A history schema in which others may create is refused") {
    World world;
    world.database.execute("create schema runner; grant create on schema runner to public");
    world.write_table("001", "t");

    const auto failure = error_of([&] { world.runner().up(); });

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(failure.advice().find("REVOKE CREATE") != std::string::npos);
}

TEST_CASE("The history schema may have any name") {
    World world;
    auto options = world.options();
    options.history_schema = "My \"odd\" schema";
    world.write_table("001", "t");
    world.runner(options).up();
    CHECK(world.runner(options).up().done.empty());
    CHECK(world.database.value("select count(*) from \"My \"\"odd\"\" schema\".migration") == "1");

    options.history_schema = std::string(64, 'x');
    CHECK(error_of([&] { world.runner(options).up(); }).kind() == ErrorKind::usage);
}

TEST_CASE("What was applied is kept with its text, its directives and its origin") {
    World world;
    world.migrations.write(
        "007_t.up.sql", "-- @description: a \"quoted\" word\n-- @ticket: T-1\ncreate table t ();\n"
    );
    world.migrations.write("007_t.down.sql", "drop table t;\n");
    world.runner().up();
    CHECK(
        world.database.value("select directives -> 0 ->> 1 from runner.migration") ==
        "a \"quoted\" word"
    );
    CHECK(world.database.value("select down_sql from runner.migration") == "drop table t;\n");
    CHECK(
        world.database.value("select length(from_host) > 0 and by_role = session_user from "
                             "runner.event") == "t"
    );
}

TEST_CASE("Above the store limit only hashes are kept") {
    World world;
    world.write_table("001", "t");
    auto options = world.options();
    options.store_limit = 10;
    world.runner(options).up();
    CHECK(
        world.database.value("select up_sql is null and checksum like 'xxh3-128:%' from "
                             "runner.migration") == "t"
    );
}

TEST_CASE("A read-only session is told before the lock is asked for") {
    World world;
    world.write_table("001", "t");
    auto options = world.options();
    options.database_url += " options='-c default_transaction_read_only=on'";
    const auto failure = error_of([&] { world.runner(options).up(); });
    CHECK(failure.kind() == ErrorKind::connection);
    CHECK(std::string(failure.what()) == "the session is read-only");
}
