// What the values of directives mean, and what a misspelled key may have meant.
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace runner;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

Header header(const std::string& sql, ScriptKind kind = ScriptKind::up) {
    return read_script("x.sql", Text(sql), kind).header;
}

std::string line(const std::string& message, const std::optional<Location>& location) {
    REQUIRE(location);
    return std::to_string(location->position.line) + ":" +
           std::to_string(location->position.column) + " " + message + "\n";
}

std::string complaints(const std::string& sql, ScriptKind kind = ScriptKind::up) {
    std::string result;
    try {
        header(sql, kind);
    } catch (const Error& failure) {
        REQUIRE(failure.kind() == ErrorKind::source);
        for (const auto& complaint : failure.every_complaint()) {
            result += line(complaint.message, complaint.location);
        }
    }
    return result;
}

struct Case {
    std::string text;
    std::string expected;
};

} // namespace

TEST_CASE("Durations have a unit") {
    struct Duration {
        std::string text;
        std::chrono::milliseconds expected;
    };

    const std::vector<Duration> good = {
        {"500ms", 500ms},
        {"5s", 5s},
        {"05s", 5s},
        {"2m", 2min},
        {"1h", 1h},
        {"0", 0ms},
        {"0s", 0ms},
        {"2147483647ms", 2147483647ms},
        {"2147483s", 2147483s},
        {"35791m", 35791min},
        {"596h", 596h},
    };
    for (const auto& [text, expected] : good) {
        CAPTURE(text);
        CHECK(header("-- @lock-timeout: " + text).lock_timeout == expected);
        CHECK(header("-- @statement-timeout: " + text).statement_timeout == expected);
    }
    for (const auto* text : {"5",    "5 s", "-5s",   "+5s", "-1",   "5sec",  "5min",     "5S",
                             "5MS",  "s",   "ms",    "00",  "1.5s", "1,5s",  "1_0s",     "0x5s",
                             "'5s'", "5s.", "1h30m", "1d",  "5s;",  "never", "5\u00a0s", "５s"}) {
        CAPTURE(text);
        CHECK(
            complaints("-- @lock-timeout: "s + text) ==
            "1:19 @lock-timeout does not take this value; expected a duration such as 500ms, 5s, "
            "2m, 1h or 0\n"
        );
    }
}

TEST_CASE("A duration is no longer than the server can count") {
    const std::vector<Case> cases = {
        {"2147483648ms", "takes at most 2147483647ms: write 2147483647ms or less"},
        {"2147484s", "takes at most 2147483s: write 2147483s or less"},
        {"35792m", "takes at most 35791m: write 35791m or less"},
        {"597h", "takes at most 596h: write 596h or less"},
        {"9223372036854775807h", "takes at most 596h: write 596h or less"},
        {"99999999999999999999s", "takes at most 2147483s: write 2147483s or less"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(complaints("-- @lock-timeout: " + text) == "1:19 @lock-timeout " + expected + "\n");
    }
}

TEST_CASE("A list has names between its commas, each of them once") {
    using Names = std::vector<std::string>;
    const auto environments = [](const std::string& value) {
        return header("-- @env: " + value, ScriptKind::seed).environments;
    };
    CHECK(environments("dev") == Names{"dev"});
    CHECK(environments("b,a") == Names{"b", "a"});
    CHECK(environments("dev ,\ttest , ci_1-x \r") == Names{"dev", "test", "ci_1-x"});
    CHECK(environments("dev, Dev") == Names{"dev", "Dev"});
    CHECK(environments("7, 8") == Names{"7", "8"});

    const std::string shape = "@env does not take this value; expected names of letters, digits, "
                              "_ and -, separated by commas\n";
    const std::vector<Case> bad = {
        {"dev,", "1:14 " + shape},
        {",dev", "1:10 " + shape},
        {"a,,b", "1:12 " + shape},
        {"a, ,b", "1:13 " + shape},
        {"a b", "1:12 " + shape},
        {"a;b", "1:11 " + shape},
        {"a.b", "1:11 " + shape},
        {"é, 'a'", "1:10 " + shape},
        {"é", "1:10 " + shape},
        {"a，b", "1:11 " + shape},
        {"a, b, a", "1:16 @env names a twice: remove one\n"},
        {"a,b,b,a", "1:14 @env names b twice: remove one\n"},
    };
    for (const auto& [text, expected] : bad) {
        CAPTURE(text);
        CHECK(complaints("-- @env: " + text, ScriptKind::seed) == expected);
    }
}

TEST_CASE("An unknown key is told from which one it may come") {
    const std::vector<Case> cases = {
        {"transactoin", "transaction"},
        {"TRANSATION", "transaction"},
        {"no-transaction", "transaction"},
        {"trans", "transaction"},
        {"desc", "description"},
        {"timeout", "lock-timeout"},
        {"lock.timeout", "lock-timeout"},
        {"lock_timeout_ms", "lock-timeout"},
        {"transactión", "transaction"},
        {"environments", "env"},
        {"evn", "env"},
        {"depend", "depends"},
        {"alow", "allow"},
        {"batchsize", "batch"},
        {"action", ""},
        {"it", ""},
        {"exn", ""},
        {"todo", ""},
        {"param", ""},
        {"return", ""},
        {"note", ""},
        {"a", ""},
        {"张三", ""},
        {"_", ""},
    };
    for (const auto& [key, nearest] : cases) {
        CAPTURE(key);
        CHECK(
            complaints("-- @" + key + ": x") ==
            "1:4 unknown directive @" + key +
                (nearest.empty() ? ": if it is meant for readers, leave out the @\n"
                                 : "; the nearest one is @" + nearest + "\n")
        );
    }
}

TEST_CASE("What a file depends on is kept with its place, letters of every language included") {
    const auto read =
        header("-- @description: x\n-- @depends: 007 , R_größe.a\n-- @compatible-from: 005");
    REQUIRE(read.depends.size() == 2);
    CHECK(read.depends[0] == Dependency{"007", 32});
    CHECK(read.depends[1] == Dependency{"R_größe.a", 38});
    CHECK(read.compatible_from == Version{"5"});
}

TEST_CASE("Values are checked") {
    const std::string rows = " does not take this value; expected a whole number of rows from 1 to "
                             "2147483647\n";
    const std::vector<Case> cases = {
        {"env: dev", ""},
        {"depends: 1, R_x.y", ""},
        {"depends: 1,,2",
         "1:16 @depends does not take this value; expected versions or names, separated by "
         "commas\n"},
        {"depends: 7, x, 007", "1:20 @depends names 007 twice: remove one\n"},
        {"allow: drop-table, x.y", ""},
        {"allow: a b",
         "1:14 @allow does not take this value; expected names of lint rules, separated by "
         "commas\n"},
        {"allow: a, a", "1:15 @allow names a twice: remove one\n"},
        {"replaces: 007_a xxh3-128:00000000000000000000000000000001 "
         "xxh3-128:00000000000000000000000000000002",
         ""},
        {"replaces: 007_a xxh3-128:1 xxh3-128:2",
         "1:15 @replaces does not take this value; expected a migration and its two checksums, as "
         "runner squash writes them\n"},
        {"compatible-from: 3", ""},
        {"compatible-from: v3",
         "1:22 @compatible-from does not take this value; expected a version\n"},
        {"batch: 1", ""},
        {"batch: 2147483647", ""},
        {"batch: 0", "1:12 @batch" + rows},
        {"batch: 2147483648", "1:12 @batch" + rows},
        {"batch: 99999999999999999999", "1:12 @batch" + rows},
        {"batch: many", "1:12 @batch" + rows},
        {"batch: -1", "1:12 @batch" + rows},
        {"batch: 1_000", "1:12 @batch" + rows},
        {"batch: 1e3", "1:12 @batch" + rows},
        {"pause: 1s", ""},
        {"max-lag: 2m", ""},
        {"max-lag: 2 m",
         "1:14 @max-lag does not take this value; expected a duration such as 500ms, 5s, 2m, 1h or "
         "0\n"},
        {"pause: 597h", "1:12 @pause takes at most 596h: write 596h or less\n"},
        {"pause: x",
         "1:12 @pause does not take this value; expected a duration such as 500ms, 5s, 2m, 1h or "
         "0\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(complaints("-- @" + text) == expected);
    }
}
