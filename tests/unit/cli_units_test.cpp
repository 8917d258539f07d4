// Durations and sizes.
#include "cli/units.hpp"

#include <catch2/catch.hpp>

using namespace runner::cli;
using namespace std::chrono_literals;

TEST_CASE("A duration needs a unit, unless it is zero") {
    CHECK(duration_from("500ms") == 500ms);
    CHECK(duration_from("5s") == 5s);
    CHECK(duration_from("2m") == 2min);
    CHECK(duration_from("2min") == 2min);
    CHECK(duration_from("1h") == 1h);
    CHECK(duration_from("0") == 0ms);
    CHECK(duration_from("0s") == 0ms);
    for (const auto* wrong :
         {"", "5", "s", "-5s", "+5s", "5 s", "1.5s", "5d", "5S", "99999999999h"}) {
        CHECK_FALSE(duration_from(wrong).has_value());
    }
}

TEST_CASE("A size is bytes or has a binary unit") {
    CHECK(size_from("65536") == 65536U);
    CHECK(size_from("0") == 0U);
    CHECK(size_from("512KiB") == 524288U);
    CHECK(size_from("1MiB") == 1048576U);
    CHECK(size_from("2GiB") == 2147483648U);
    for (const auto* wrong : {"", "1MB", "1M", "-1", "1.5MiB", "MiB", "99999999999GiB"}) {
        CHECK_FALSE(size_from(wrong).has_value());
    }
}

TEST_CASE("A count is digits") {
    CHECK(count_from("10") == 10);
    CHECK_FALSE(count_from("").has_value());
    CHECK_FALSE(count_from("-1").has_value());
    CHECK_FALSE(count_from("1x").has_value());
    CHECK_FALSE(count_from("99999999999").has_value());
}

TEST_CASE("Durations are shown in the unit that fits") {
    CHECK(duration_text(0ms) == "0 ms");
    CHECK(duration_text(12ms) == "12 ms");
    CHECK(duration_text(1299ms) == "1.2 s");
    CHECK(duration_text(184s) == "3 min 4 s");
}

TEST_CASE("Times for machines are UTC") {
    const runner::Instant instant{
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 11h + 20min + 3s + 42us};
    CHECK(iso_time(instant) == "2026-11-21T11:20:03.000042Z");
}
