// What the comment lines at the top of a file say, and every way to get one wrong.
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

namespace {

Header header(const std::string& sql, ScriptKind kind = ScriptKind::up) {
    return read_script("x.sql", Text(sql), kind).header;
}

std::string line(const std::string& message, const std::optional<Location>& location) {
    REQUIRE(location);
    return std::to_string(location->position.line) + ":" +
           std::to_string(location->position.column) + " " + message + "\n";
}

template <typename Read>
std::string complaints_of(Read read) {
    try {
        read();
    } catch (const Error& failure) {
        REQUIRE(failure.kind() == ErrorKind::source);
        std::string result;
        for (const auto& complaint : failure.complaints()) {
            result += line(complaint.message, complaint.location);
        }
        return result.empty() ? line(failure.what(), failure.location()) : result;
    }
    return {};
}

std::string complaints(const std::string& sql, ScriptKind kind = ScriptKind::up) {
    return complaints_of([&] { header(sql, kind); });
}

std::string body_complaints(const std::string& sql) {
    return complaints_of([&] {
        static_cast<void>(read_body(read_script("x.sql", Text(sql), ScriptKind::up)));
    });
}

struct Case {
    std::string text;
    std::string expected;
};

} // namespace

TEST_CASE("A header is read up to the first token") {
    const auto read = header("-- 007: adds users, and prose may say anything: @here\n"
                             "\n"
                             "/* and so may\n-- @this: comment */\n"
                             "-- @description: Users, and their names\n"
                             "--@author:Ada\n"
                             "--   @ticket:   X-1   \n"
                             "\t-- @transaction: none\r\n"
                             "-- @irreversible: the data is gone\n"
                             "-- @lock-timeout: 500ms\n"
                             "-- @statement-timeout: 0\n"
                             "-- @someone thinks this is prose\n"
                             "create table t (); -- @author: nobody\n");

    CHECK(read.description == "Users, and their names");
    CHECK(read.author == "Ada");
    CHECK(read.ticket == "X-1");
    CHECK(read.transaction == Header::Transaction::none);
    CHECK(read.irreversible == "the data is gone");
    CHECK(read.lock_timeout == 500ms);
    CHECK(read.statement_timeout == 0ms);
    CHECK(
        read.directives ==
        std::vector<std::pair<std::string, std::string>>{
            {"description", "Users, and their names"},
            {"author", "Ada"},
            {"ticket", "X-1"},
            {"transaction", "none"},
            {"irreversible", "the data is gone"},
            {"lock-timeout", "500ms"},
            {"statement-timeout", "0"}}
    );
}

TEST_CASE("A seed's header names its environments") {
    const auto read = header("-- @env: dev, test ,ci-1\n-- @always: true\n", ScriptKind::seed);

    CHECK(read.environments == std::vector<std::string>{"dev", "test", "ci-1"});
    CHECK(read.always);
}

TEST_CASE("A file without a header has defaults") {
    for (const auto* text : {"", "select 1;", "-- prose\n", "\\restrict x\n"}) {
        const auto read = header(text);
        CHECK(read.directives.empty());
        CHECK(read.transaction == Header::Transaction::automatic);
        CHECK_FALSE(read.lock_timeout);
    }
}

TEST_CASE("A header with CRLF is read like any other") {
    const auto read = header("-- @author: Ada\r\n-- @lock-timeout: 2m\r\nselect 1;\r\n");

    CHECK(read.author == "Ada");
    CHECK(read.lock_timeout == 2min);
}

TEST_CASE("Durations have a unit") {
    CHECK(header("-- @lock-timeout: 500ms").lock_timeout == 500ms);
    CHECK(header("-- @lock-timeout: 5s").lock_timeout == 5s);
    CHECK(header("-- @lock-timeout: 2m").lock_timeout == 2min);
    CHECK(header("-- @lock-timeout: 1h").lock_timeout == 1h);
    CHECK(header("-- @lock-timeout: 0").lock_timeout == 0ms);
    CHECK(header("-- @lock-timeout: 2147483647ms").lock_timeout == 2147483647ms);
    for (const auto* bad :
         {"5",
          "5 s",
          "-5s",
          "5sec",
          "5S",
          "s",
          "1.5s",
          "00",
          "2147483648ms",
          "597h",
          "99999999999999999999s"}) {
        CAPTURE(bad);
        CHECK(
            complaints(std::string("-- @lock-timeout: ") + bad) ==
            "1:19 @lock-timeout does not take this value; expected a duration such as 500ms, 5s, "
            "2m, 1h or 0\n"
        );
    }
}

TEST_CASE("A typo in a header is an error at its place") {
    const std::vector<Case> cases = {
        {"-- @transation: none",
         "1:4 unknown directive @transation; the nearest one is @transaction\n"},
        {"\n  -- @descripton: x",
         "2:6 unknown directive @descripton; the nearest one is @description\n"},
        {"/* é */ -- @lock_timeout: 5s",
         "1:12 unknown directive @lock_timeout; the nearest one is @lock-timeout\n"},
        {"-- @Transaction: none", "1:4 directives are written in lower case: @transaction\n"},
        {"-- @TRANSACTION none", "1:4 directives are written in lower case: @transaction\n"},
        {"-- @transaction none", "1:4 a colon is missing: write `-- @transaction: …`\n"},
        {"-- @transaction", "1:4 a colon is missing: write `-- @transaction: …`\n"},
        {"-- @transaction:", "1:4 @transaction has no value; expected auto or none\n"},
        {"-- @author:  \t", "1:4 @author has no value; expected text\n"},
        {"-- @transaction: off",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @transaction: None",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @transaction: none -- really",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @author: A\n-- @ticket: 1\n-- @author: B",
         "3:4 @author stands here a second time; the first is in line 1\n"},
        {"-- @always: true", "1:4 @always only means something in seeds\n"},
        {"-- @env: dev", "1:4 @env has no effect in this version of runner yet: remove it\n"},
        {"-- @env: d/v",
         "1:10 @env does not take this value; expected names of letters, digits, _ "
         "and -, separated by commas\n"},
        {"-- @depends: 1, R_x",
         "1:4 @depends has no effect in this version of runner yet: remove it\n"},
        {"-- @depends: 1,,2",
         "1:14 @depends does not take this value; expected versions or names, "
         "separated by commas\n"},
        {"-- @allow: x", "1:4 @allow has no effect in this version of runner yet: remove it\n"},
        {"-- @batch: 1000", "1:4 @batch has no effect in this version of runner yet: remove it\n"},
        {"-- @batch: many", "1:12 @batch does not take this value; expected a number of rows\n"},
        {"-- @pause: 1s", "1:4 @pause has no effect in this version of runner yet: remove it\n"},
        {"-- @compatible-from: 3",
         "1:4 @compatible-from has no effect in this version of runner yet: remove it\n"},
        {"-- @transation: x\n-- @always: true\nselect 1;\n",
         "1:4 unknown directive @transation; the nearest one is @transaction\n"
         "2:4 @always only means something in seeds\n"},
        {"/* never", "1:1 this comment is never closed\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(complaints(text) == expected);
    }
}

TEST_CASE("Each kind of file has its directives") {
    CHECK(
        complaints("-- @irreversible: x", ScriptKind::down) ==
        "1:4 @irreversible only means something in up files\n"
    );
    CHECK(
        complaints("-- @compatible-from: 1", ScriptKind::down) ==
        "1:4 @compatible-from only means something in up files\n"
    );
    CHECK(
        complaints("-- @depends: 1", ScriptKind::seed) ==
        "1:4 @depends only means something in migrations\n"
    );
    CHECK(
        complaints("-- @always: false", ScriptKind::seed) ==
        "1:13 @always does not take this value; expected true\n"
    );
    for (const auto* bad : {"a b", "a,", ",a", "é", "a;b"}) {
        CAPTURE(bad);
        CHECK(
            complaints(std::string("-- @env: ") + bad, ScriptKind::seed).substr(0, 9) == "1:10 @env"
        );
    }
}

TEST_CASE("A directive behind the first token is an error") {
    const std::vector<Case> cases = {
        {"select 1;\n-- @transaction: none\n",
         "2:4 @transaction belongs at the top of the file, before the first statement\n"},
        {"select 1,\n  -- @author: A\n 2;",
         "2:6 @author belongs at the top of the file, before the first statement\n"},
        {"\\restrict x\n-- @author: A\n",
         "2:4 @author belongs at the top of the file, before the first statement\n"},
        {"select 1;\n-- @transation: none\n-- @author A",
         "2:4 unknown directive @transation; the nearest one is @transaction\n"
         "3:4 a colon is missing: write `-- @author: …`\n"},
        {"select 'a'\n-- @author: A\n'b';",
         "2:4 @author belongs at the top of the file, before the first statement\n"},
        {"select 'a'\n-- @author: A\n, 'b';",
         "2:4 @author belongs at the top of the file, before the first statement\n"},
        {"select 1;\n-- @allow: rule\nselect 2;",
         "2:4 @allow has no effect in this version of runner yet: remove it\n"},
        {"select 1;\n-- @batch: 10\n-- @pause: x\nselect 2;",
         "2:4 @batch has no effect in this version of runner yet: remove it\n"
         "3:12 @pause does not take this value; expected a duration such as 500ms, 5s, 2m, 1h or "
         "0\n"},
        {"select 1; -- @author: A\n", ""},
        {"select 1;\n-- @someone said so\n", ""},
        {"select 1;\n/*\n-- @author: A\n*/", ""},
        {"do $$\n-- @author: A\n$$;", ""},
        {"copy t from stdin;\n-- @author: A\n\\.\n", ""},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(body_complaints(text) == expected);
    }
}
