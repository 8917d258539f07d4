// Where to stop.
#include "cli/target.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

TEST_CASE("Up goes to the head, a number of steps, or a version") {
    CHECK(up_target({}).kind == Target::Kind::standard);
    CHECK(up_target({"head"}).kind == Target::Kind::standard);
    CHECK(up_target({"+3"}).kind == Target::Kind::count);
    CHECK(up_target({"+3"}).count == 3);
    CHECK(up_target({"007"}).kind == Target::Kind::version);
    CHECK(up_target({"007"}).version.digits == "7");
}

TEST_CASE("Down goes one step, a number of steps, to a version or to base") {
    CHECK(down_target({}).kind == Target::Kind::standard);
    CHECK(down_target({"-2"}).kind == Target::Kind::count);
    CHECK(down_target({"-2"}).count == 2);
    CHECK(down_target({"base"}).kind == Target::Kind::base);
    CHECK(down_target({"12345678901234567890"}).version.digits == "12345678901234567890");
}

TEST_CASE("A version may be pasted as it is shown, or be the path of its file") {
    for (const auto* word :
         {"007_add_users",
          "007_add_users.up.sql",
          "migrations/007_add_users.down.sql",
          "./a_b/7_add_users.verify.sql"}) {
        const auto target = version_target(word);
        CHECK(target.version.digits == "7");
        CHECK(target.name == "add_users");
    }
    CHECK(version_target("007").name.empty());
    CHECK(version_from("007_add_users").digits == "7");
    CHECK(up_target({"007_add_users"}).name == "add_users");
}

TEST_CASE("A target in the wrong direction or shape is refused") {
    for (const auto* word : {"base", "-2", "+0", "+", "+x", "abc", "add_users", "", "/"}) {
        CHECK_THROWS_AS(up_target({word}), Error);
    }
    for (const auto* word : {"head", "+2", "-0", "-x", "abc"}) {
        CHECK_THROWS_AS(down_target({word}), Error);
    }
    CHECK_THROWS_WITH(up_target({"-2"}), "up cannot go to -2; to go back: runner down -2");
}

TEST_CASE("Redo takes what down takes, and means the version itself, too") {
    CHECK(redo_target({}).kind == Target::Kind::standard);
    CHECK(redo_target({"-3"}).count == 3);
    CHECK(redo_target({"3"}).version.digits == "3");
    CHECK(redo_target({"base"}).kind == Target::Kind::base);
    for (const auto* word : {"-0", "+1", "head"}) {
        CHECK_THROWS_AS(redo_target({word}), Error);
    }
}
