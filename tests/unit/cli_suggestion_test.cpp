// The nearest name.
#include "cli/suggestion.hpp"

#include <catch2/catch.hpp>

using namespace runner::cli;

TEST_CASE("A name with a typing error finds its neighbour") {
    const std::vector<std::string_view> names = {
        "up", "down", "status", "seed", "verify", "lock_timeout"};
    CHECK(nearest("stauts", names) == "status");
    CHECK(nearest("sed", names) == "seed");
    CHECK(nearest("dwon", names) == "down");
    CHECK(nearest("pu", names) == "up");
    CHECK(nearest("stat", names) == "status");
    CHECK(nearest("lock_timout", names) == "lock_timeout");
}

TEST_CASE("A name like no other gets no suggestion") {
    const std::vector<std::string_view> names = {"up", "down", "status"};
    CHECK(nearest("frobnicate", names).empty());
    CHECK(nearest("x", names).empty());
    CHECK(nearest("", names).empty());
    CHECK(nearest(std::string(1000, 'x'), names).empty());
    CHECK(did_you_mean("frobnicate", names).empty());
    CHECK(did_you_mean("donw", names) == "; did you mean down?");
}
