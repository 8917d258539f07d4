// `down` and `redo`: backwards through the order of application, from files or from the history.
#include "support/world.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

Target version(const char* digits) {
    return {.kind = Target::Kind::version, .count = 0, .version = {digits}};
}

} // namespace

TEST_CASE("A bare down reverts exactly one") {
    World world;
    world.write_table("001", "first");
    world.write_table("002", "second");
    world.runner().up();

    world.runner().down();

    CHECK(world.applied() == "1");
    CHECK(world.has_table("first"));
    CHECK_FALSE(world.has_table("second"));
}

TEST_CASE("down to a version leaves that version applied, base leaves none") {
    World world;
    for (const auto* number : {"1", "2", "3", "4"}) {
        world.write_table(number, std::string("t") + number);
    }
    world.runner().up();
    world.runner().down(version("2"));
    CHECK(world.applied() == "1 2");
    world.runner().down({.kind = Target::Kind::base, .count = 0, .version = {}});
    CHECK(world.applied().empty());
    CHECK(error_of([&] { world.runner().down(version("2")); }).kind() == ErrorKind::usage);
}

TEST_CASE("down goes back through the order of application, not of the numbers") {
    World world;
    world.write_table("002", "second");
    world.runner().up();
    world.write_table("001", "first");
    auto options = world.options();
    options.late = Options::Late::apply;
    world.runner(options).up();

    world.runner().down();

    CHECK(world.applied() == "2");
    CHECK_FALSE(world.has_table("first"));
}

TEST_CASE("A down file that is gone is replaced by the text stored when it was applied") {
    World world;
    world.write_table("001", "t");
    world.runner().up();
    world.migrations.remove("001_t.down.sql");

    world.runner().down();

    CHECK_FALSE(world.has_table("t"));
    REQUIRE(world.recorder.notices.size() == 1);
    CHECK(
        world.recorder.notices[0].find("the text stored when it was applied is used") !=
        std::string::npos
    );
}

TEST_CASE("Both files gone, the history is enough to go back") {
    World world;
    world.write_table("001", "t");
    world.runner().up();
    world.migrations.remove("001_t.up.sql");
    world.migrations.remove("001_t.down.sql");

    world.runner().down();

    CHECK_FALSE(world.has_table("t"));
    CHECK(world.applied().empty());
}

TEST_CASE("A migration without any down text is refused, nothing is reverted") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t ();");
    world.write_table("002", "second");
    world.runner().up();

    const auto failure = error_of([&] {
        world.runner().down({.kind = Target::Kind::base, .count = 0, .version = {}});
    });

    CHECK(failure.kind() == ErrorKind::history);
    CHECK(world.applied() == "1 2");
}

TEST_CASE("An irreversible migration says why") {
    World world;
    world.migrations.write(
        "001_t.up.sql", "-- @irreversible: the old data is gone\ncreate table t ();"
    );
    world.migrations.write("001_t.down.sql", "drop table t;");
    world.runner().up();

    const auto failure = error_of([&] { world.runner().down(); });

    CHECK(failure.kind() == ErrorKind::history);
    CHECK(std::string(failure.what()).find("the old data is gone") != std::string::npos);
    CHECK(world.has_table("t"));
}

TEST_CASE("A failing down leaves its migration applied") {
    World world;
    world.migrations.write("001_t.up.sql", "create table t ();");
    world.migrations.write("001_t.down.sql", "drop table t;\ndrop table nowhere;\n");
    world.runner().up();

    const auto failure = error_of([&] { world.runner().down(); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.location()->position == Position{2, 1});
    CHECK(failure.state() == "nothing of 001_t was reverted; 001_t is the current version");
    CHECK(world.has_table("t"));
    CHECK(world.applied() == "1");
}

TEST_CASE("More than one is only reverted with approval") {
    World world;
    world.write_table("001", "first");
    world.write_table("002", "second");
    world.runner().up();
    world.recorder.approves = false;

    CHECK(error_of([&] {
              world.runner().down({.kind = Target::Kind::base, .count = 0, .version = {}});
          }).kind() == ErrorKind::usage);
    CHECK(world.applied() == "1 2");
    CHECK_NOTHROW(world.runner().down()); // one needs none
}

TEST_CASE("redo reverts and applies the last ones again") {
    World world;
    world.write_table("001", "first");
    world.write_table("002", "second");
    world.runner().up();
    world.database.execute("insert into second values (1)");

    const auto report = world.runner().redo();

    CHECK(report.done.size() == 2);
    CHECK(world.applied() == "1 2");
    CHECK(world.database.value("select count(*) from second") == "0");
}

TEST_CASE("A redo that cannot apply again says what is left") {
    const Target last_two{.kind = Target::Kind::count, .count = 2, .version = {}};
    World world;
    for (const auto* number : {"1", "2", "3"}) {
        world.write_table(number, std::string("t") + number);
    }
    world.runner().up();
    world.runner().redo(last_two);
    CHECK(world.applied() == "1 2 3");
    world.migrations.write("3_t3.up.sql", "create table oops (;");
    CHECK(error_of([&] { world.runner().redo(last_two); }).kind() == ErrorKind::source);

    world.migrations.write("3_t3.up.sql", "select oops;");
    const auto failure = error_of([&] { world.runner().redo(last_two); });

    CHECK(failure.state() == "nothing of 3_t3 was applied; 2_t2 is the current version");
    CHECK(world.applied() == "1 2");
}

TEST_CASE("A redo whose file does not hold together reverts nothing") {
    World world;
    world.write_table("1", "t1");
    world.runner().up();
    world.database.execute("insert into t1 values (1)");
    world.migrations.write("1_t1.up.sql", "create table t1 (a int; -- (");

    CHECK(error_of([&] { world.runner().redo(); }).kind() == ErrorKind::source);

    CHECK(world.database.value("select count(*) from t1") == "1");
}

TEST_CASE("goto goes down and up under one lock, and ends at the version") {
    World world;
    for (const auto* number : {"1", "2", "4"}) {
        world.write_table(number, std::string("t") + number);
    }
    world.runner().up();
    world.write_table("3", "t3");

    const auto report = world.runner().go_to(version("3"));

    CHECK(report.done.size() == 2);
    CHECK(report.current_label == "3_t3");
    CHECK(world.applied() == "1 2 3");
    CHECK_FALSE(world.has_table("t4"));
}

TEST_CASE("goto that may not revert does nothing when it would have to") {
    World world;
    world.write_table("1", "t1");
    world.write_table("2", "t2");
    world.runner().up();

    CHECK(error_of([&] { world.runner().go_to(version("1"), false); }).kind() == ErrorKind::usage);

    CHECK(world.applied() == "1 2");
}
