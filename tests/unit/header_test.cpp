// What the comment lines at the top of a file say, and every way to get one wrong.
#include "parse/header.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
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

TEST_CASE("A value is what the line holds between its blanks") {
    for (const auto* text :
         {"-- @author: Ada Lovelace",
          "--@author:Ada Lovelace",
          "--\t@author :\tAda Lovelace \t ",
          "  -- @author: Ada Lovelace\r\n",
          "-- @author: Ada Lovelace\r-- @ticket: 1",
          "-- @author: Ada Lovelace\n/* more */ -- @ticket: 1",
          "\n\n-- @author: Ada Lovelace\f\v\nselect 1;"}) {
        CAPTURE(text);
        CHECK(header(text).author == "Ada Lovelace");
    }
    CHECK(header("-- @author: Zoë 李\n").author == "Zoë 李");
    CHECK(header("-- @author: a: b -- @c: d, 'e\n").author == "a: b -- @c: d, 'e");
    CHECK(header("-- @author:: a").author == ": a");
    CHECK(header("-- @author: @a").author == "@a");
    CHECK(header("-- @author: \u00a0a").author == "\u00a0a");
    CHECK(header("-- @lock-timeout: 2m\r\n-- @author: A\r\nselect 1;\r\n").lock_timeout == 2min);
    CHECK(header("-- @author: A\r-- @lock-timeout: 2m\rselect 1;").lock_timeout == 2min);
}

TEST_CASE("A comment that has no key with a colon is prose") {
    for (const auto* text :
         {"-- @",
          "-- @@author: A",
          "--- @author: A",
          "-- see @author: A",
          "-- @1: x",
          "-- @10:30",
          "-- @-author: A",
          "-- @: x",
          "-- @someone thinks: this",
          "-- @param x: the first",
          "-- @deprecated",
          "-- @ someone: thinks",
          "-- @ author A",
          "-- @transaction-free",
          "/* @author: A */",
          "/*\n-- @author: A\n*/",
          "/* /* */\n-- @author: A\n*/",
          "# @author: A",
          "select 1; -- @author: A",
          "'x'\n-- @author: A"}) {
        CAPTURE(text);
        CHECK(header(text).directives.empty());
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
        {"-- @transaction = none", "1:4 a colon is missing: write `-- @transaction: …`\n"},
        {"-- @transaction", "1:4 a colon is missing: write `-- @transaction: …`\n"},
        {"-- @author\u00a0Ada", "1:4 a colon is missing: write `-- @author: …`\n"},
        {"-- @author：Ada",
         "1:4 the colon is a fullwidth one: write `-- @author: …`, as in ASCII\n"},
        {"-- @author ：Ada",
         "1:4 the colon is a fullwidth one: write `-- @author: …`, as in ASCII\n"},
        {"-- @ author: Ada", "1:4 no blank belongs behind the @: write `-- @author: …`\n"},
        {"-- @transaction:", "1:4 @transaction has no value; expected auto or none\n"},
        {"-- @author:  \t", "1:4 @author has no value; expected text\n"},
        {"-- @author:\r\n", "1:4 @author has no value; expected text\n"},
        {"-- @transaction: off",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @transaction: None",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @transaction: none -- really",
         "1:18 @transaction does not take this value; expected auto or none\n"},
        {"-- @author: A\n-- @ticket: 1\n-- @author: B",
         "3:4 @author stands here a second time; the first is in line 1\n"},
        {"-- @author: A\n-- @author: A\n-- @author: A",
         "2:4 @author stands here a second time; the first is in line 1\n"
         "3:4 @author stands here a second time; the first is in line 1\n"},
        {"-- @Author: A\n-- @author:",
         "1:4 directives are written in lower case: @author\n"
         "2:4 @author has no value; expected text\n"},
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

TEST_CASE("A long key is cut between two characters") {
    std::string key;
    std::string shown;
    for (int count = 0; count < 40; ++count) {
        key += "é";
        shown += count < 32 ? "é" : "";
    }
    CHECK(
        complaints("-- @" + key + ": x") ==
        "1:4 unknown directive @" + shown + ": if it is meant for readers, leave out the @\n"
    );
}

TEST_CASE("Each kind of file has its directives") {
    const std::vector<std::tuple<std::string, ScriptKind, std::string>> cases = {
        {"-- @irreversible: x", ScriptKind::down, "@irreversible only means something in up files"},
        {"-- @irreversible: x", ScriptKind::seed, "@irreversible only means something in up files"},
        {"-- @compatible-from: 1",
         ScriptKind::down,
         "@compatible-from only means something in up files"},
        {"-- @depends: 1",
         ScriptKind::seed,
         "@depends only means something in up files and repeatables"},
        {"-- @always: true", ScriptKind::up, "@always only means something in seeds"},
        {"-- @depends: 1",
         ScriptKind::down,
         "@depends only means something in up files and repeatables"},
        {"-- @env: x",
         ScriptKind::down,
         "@env only means something in up files, repeatables and seeds"},
        {"-- @transaction: none",
         ScriptKind::verify,
         "@transaction only means something in migrations and seeds"},
        {"-- @transaction: none",
         ScriptKind::repeatable,
         "@transaction only means something in migrations and seeds"},
        {"-- @always: true", ScriptKind::down, "@always only means something in seeds"},
    };
    for (const auto& [text, kind, expected] : cases) {
        CAPTURE(text);
        CHECK(complaints(text, kind) == "1:4 " + expected + "\n");
    }
    for (const auto* bad : {"false", "True", "yes", "true, true"}) {
        CHECK(
            complaints("-- @always: "s + bad, ScriptKind::seed) ==
            "1:13 @always does not take this value; expected true\n"
        );
    }
}

TEST_CASE("Complaints about a header end where nobody reads on") {
    std::string text;
    for (int count = 0; count < 1000; ++count) {
        text += "-- @nothing" + std::to_string(count) + ": x\n";
    }
    const auto all = complaints(text);
    CHECK(std::count(all.begin(), all.end(), '\n') == 100);
}

TEST_CASE("An item of a list in the header is found where it stands by itself") {
    const auto sql = "-- @vars: name, my_name\n-- @env: production, prod\nselect 1;\n"s;
    const auto script = read_script("x.sql", Text(sql), ScriptKind::seed);
    CHECK(place_in_header(script, "env", "production") == sql.find("production"));
    CHECK(place_in_header(script, "env", "prod") == sql.find("prod\n"));
    CHECK(place_in_header(script, "vars", "name") == sql.find("name"));
    CHECK(place_in_header(script, "vars", "my_name") == sql.find("my_name"));
    CHECK(place_in_header(script, "env", "duct") == 0);
    CHECK(place_in_header(script, "depends", "prod") == 0);
}
