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

TEST_CASE("A target in the wrong direction or shape is refused") {
    for (const auto* word : {"base", "-2", "+0", "+", "+x", "abc", "007_add_users", ""}) {
        CHECK_THROWS_AS(up_target({word}), Error);
    }
    for (const auto* word : {"head", "+2", "-0", "-x", "abc"}) {
        CHECK_THROWS_AS(down_target({word}), Error);
    }
    CHECK_THROWS_WITH(
        version_from("007_add_users"), "007_add_users: expected the number alone: 007"
    );
}

TEST_CASE("Redo counts from one") {
    CHECK(redo_count({}) == 1);
    CHECK(redo_count({"-3"}) == 3);
    CHECK_THROWS_AS(redo_count({"3"}), Error);
    CHECK_THROWS_AS(redo_count({"-0"}), Error);
}
