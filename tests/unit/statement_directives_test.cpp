// What the comment lines above a statement ask for it, and every way to get one wrong.
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace runner;

namespace {

std::string complaints_of(const Error& failure) {
    REQUIRE(failure.kind() == ErrorKind::source);
    std::string result;
    for (const auto& complaint : failure.every_complaint()) {
        REQUIRE(complaint.location);
        result += std::to_string(complaint.location->position.line) + ":" +
                  std::to_string(complaint.location->position.column) + " " + complaint.message +
                  "\n";
    }
    return result;
}

std::string shown(const Statement& statement) {
    const auto& [allow, batch, pause, max_lag] = statement.directives;
    std::string result = statement.command;
    for (const auto& name : allow) {
        result += " allow=" + name;
    }
    result += batch ? " batch=" + std::to_string(*batch) : "";
    result += pause ? " pause=" + std::to_string(pause->count()) : "";
    result += max_lag ? " max-lag=" + std::to_string(max_lag->count()) : "";
    return result + "\n";
}

/// Each statement with its directives; the error when there is one.
std::string split(const std::string& sql) {
    const Text text(sql);
    std::string result;
    try {
        StatementReader reader(text, "x.sql");
        while (const auto statement = reader.next()) {
            result += shown(*statement);
        }
    } catch (const Error& failure) {
        return complaints_of(failure);
    }
    return result;
}

std::string body_complaints(const std::string& sql) {
    try {
        static_cast<void>(read_body(read_script("x.sql", Text(sql), ScriptKind::up)));
    } catch (const Error& failure) {
        return complaints_of(failure);
    }
    return {};
}

struct Case {
    std::string text;
    std::string expected;
};

const std::string none = "-- @transaction: none\n";
const std::string update = "update t set a = 1 where id in (select id from u limit :batch);\n";
const std::string inside = " belongs on a line above the statement it is for, not inside of it\n";
const std::string none_below =
    " belongs on a line above the statement it is for, and no statement follows here\n";
const std::string top = " belongs at the top of the file, before the first statement\n";

} // namespace

TEST_CASE("A directive belongs to the statement below it, whatever layout is between") {
    const std::vector<Case> cases = {
        {"select 1;\n-- @allow: a\nselect 2; select 3;", "SELECT\nSELECT allow=a\nSELECT\n"},
        {"select 1;\n-- @allow: a, b.c\n\n/* more\n*/ -- why\n\nvalues (1);",
         "SELECT\nVALUES allow=a allow=b.c\n"},
        {"select 1;\r\n\t-- @allow: a \r\nselect 2;\r\n", "SELECT\nSELECT allow=a\n"},
        {"select 1;\r-- @allow: a\rselect 2;\r", "SELECT\nSELECT allow=a\n"},
        {"select 1;\n-- @allow: a\n;;\nselect 2", "SELECT\nSELECT allow=a\n"},
        {"select 1;\n-- @allow: a\nselect 2;\n-- @allow: b\nselect 3",
         "SELECT\nSELECT allow=a\nSELECT allow=b\n"},
        {"select 1\n;-- @allow: a\nselect 2", "SELECT\nSELECT\n"},
        {"\\restrict x\n-- @allow: a\nselect 1;", "SELECT allow=a\n"},
        {"select 1;\n-- @allow: a\n\\unrestrict x\nselect 2;", "SELECT\nSELECT allow=a\n"},
        {"copy t from stdin;\n-- @allow: row\n\\.\n-- @allow: a\nselect 1;",
         "COPY\nSELECT allow=a\n"},
        {"copy t from stdin; select 1;\n-- @allow: row\n\\.\n-- @allow: a\nselect 2;",
         "COPY\nSELECT\nSELECT allow=a\n"},
        {none + "select 1;\n-- @pause: 500ms\n-- @batch: 1000\n-- @max-lag: 2s\n" + update,
         "SELECT\nUPDATE batch=1000 pause=500 max-lag=2000\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(split(text) == expected);
    }
}

TEST_CASE("In a header @allow is for the file, @batch and @pause are for the first statement") {
    const std::vector<Case> cases = {
        {"-- @allow: a\nselect 1;", "SELECT\n"},
        {"-- @batch: 10\n-- @author: A\n" + none + update + update, "UPDATE batch=10\nUPDATE\n"},
        {none + "-- @batch: 10\n-- @pause: 0\n\\restrict x\n" + update,
         "UPDATE batch=10 pause=0\n"},
        {none + "-- @batch: 10\n\\restrict x\n-- @batch: 20\n" + update,
         "4:4 @batch stands here a second time; the first is in line 2\n"},
        {none + "-- @batch: 10\n", "2:4 @batch" + none_below},
        {none + "-- @batch 10\n" + update, "2:4 a colon is missing: write `-- @batch: …`\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(split(text) == expected);
    }
}

TEST_CASE("A comment that no directive can be in is prose") {
    for (const auto* text :
         {"select 1; -- @allow: a\nselect 2;",
          "select 1, -- @allow: a\n2;\nselect 2;",
          "select 1;\n/* x */ -- @allow: a\nselect 2;",
          "select 1;\n/*\n-- @allow: a\n*/\nselect 2;",
          "select 1;\n-- see @allow: a\nselect 2;",
          "select 1;\n-- @someone said so\nselect '\n-- @allow: a\n';",
          "select $$\n-- @allow: a\n$$;\nselect \"\n-- @allow: a\n\";"}) {
        CAPTURE(text);
        CHECK(split(text) == "SELECT\nSELECT\n");
        CHECK(body_complaints(text).empty());
    }
}

TEST_CASE("A directive that has no statement below it is an error") {
    const std::vector<Case> cases = {
        {"select 1,\n  -- @allow: a\n 2;", "2:6 @allow" + inside},
        {"select 1;\n(\n-- @allow: a\nselect 2);", "3:4 @allow" + inside},
        {"select 1\n-- @allow: a\n;", "2:4 @allow" + inside},
        {"select 'a'\n-- @allow: a\n'b';", "2:4 @allow" + inside},
        {"select 'é' -- é\n-- @allow: a\n, 'b';", "2:4 @allow" + inside},
        {"select 1\n-- @allow: a\n; select 2;", "2:4 @allow" + inside},
        {"select 1\n-- @allow: a\n", "2:4 @allow" + none_below},
        {"select 1\n-- @allow: a\n-- not this one;", "2:4 @allow" + none_below},
        {"select 1;\n-- @allow: a", "2:4 @allow" + none_below},
        {"select 1;\n-- @allow: a\n;\n", "2:4 @allow" + none_below},
        {"copy t from stdin;\n\\.\n-- @allow: a\n", "3:4 @allow" + none_below},
        {"create function f() begin atomic\n-- @allow: a\nselect 1; end;", "2:4 @allow" + inside},
        {"create table t (\n-- @batch: 1\na int,\n-- @pause: x\nb int);",
         "2:4 @batch" + inside + "4:4 @pause" + inside},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(split(text) == expected);
        CHECK(body_complaints(text) == expected);
    }
}

TEST_CASE("A directive of the header that stands behind it is an error") {
    const std::vector<Case> cases = {
        {"select 1;\n-- @transaction: none\n", "2:4 @transaction" + top},
        {"select 1,\n  -- @author: A\n 2;", "2:6 @author" + top},
        {"\\restrict x\n-- @author: A\n", "2:4 @author" + top},
        {";\n-- @author: A\nselect 1", "2:4 @author" + top},
        {"select 1;\n-- @transation: none\n-- @author A\nselect 2;",
         "2:4 unknown directive @transation; the nearest one is @transaction\n"
         "3:4 a colon is missing: write `-- @author: …`\n"},
        {"select 1;\n-- @todo: more\n",
         "2:4 unknown directive @todo: if it is meant for readers, leave out the @\n"},
        {"select 1\n-- @Allow: a\n;", "2:4 directives are written in lower case: @allow\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(split(text) == expected);
        CHECK(body_complaints(text) == expected);
    }
}

TEST_CASE("A wrong directive above a statement is an error") {
    const std::vector<Case> cases = {
        {"-- @allow: a\n-- @allow: b\n",
         "3:4 @allow stands here a second time; the first is in line 2\n"},
        {"-- @allow:\n",
         "2:4 @allow has no value; expected names of lint rules, separated by commas\n"},
        {"-- @allow: a,\n",
         "2:14 @allow does not take this value; expected names of lint rules, separated by "
         "commas\n"},
        {"-- @batch: 0\n-- @pause: 1s\n",
         "2:12 @batch does not take this value; expected a whole number of rows from 1 to "
         "2147483647\n"},
        {"-- @pause: 5min\n",
         "2:12 @pause does not take this value; expected a duration such as 500ms, 5s, 2m, 1h or "
         "0\n"},
        {"-- @pause: 1s\n",
         "2:4 @pause is the time between two rounds of a @batch, which is not there: write "
         "`-- @batch: ROWS` beside it, or remove it\n"},
        {"-- @max-lag: 1s\n",
         "2:4 @max-lag holds back the rounds of a @batch, which is not there: write "
         "`-- @batch: ROWS` beside it, or remove it\n"},
    };
    for (const auto& [directives, expected] : cases) {
        const auto text = "select 1;\n" + directives + "select 2;";
        CAPTURE(text);
        CHECK(split(text) == expected);
    }
}

TEST_CASE("Everything wrong with the directives of a file is said at once, and in order") {
    CHECK(
        body_complaints("select 1;\n-- @batch: 7\n-- @allow: a;b\nselect 2,\n-- @pause: 1s\n3;\n"
                        "-- @author: A\nselect 4;\n-- @allow: a\n") ==
        "2:4 @batch runs each round in a transaction of its own: write `-- @transaction: none` at "
        "the top of the file\n"
        "3:13 @allow does not take this value; expected names of lint rules, separated by commas\n"
        "5:4 @pause" +
            inside + "7:4 @author" + top + "9:4 @allow" + none_below
    );
    std::string many;
    for (int count = 0; count < 1000; ++count) {
        many.append("select 1;\n-- @allow: a,\n");
    }
    many.append("select 2;");
    const auto all = body_complaints(many);
    CHECK(std::count(all.begin(), all.end(), '\n') == 100);
}
