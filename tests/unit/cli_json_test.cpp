// Documents for machines.
#include "cli/json.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <utility>

using namespace runner;
using namespace runner::cli;

TEST_CASE("An error as JSON has every field, and null where nothing is known") {
    Error error(
        ErrorKind::statement, "no \"x\"", ServerMessage{"ERROR", "42703", "m", "d", "", ""}
    );
    error.locate({"m/1_a.up.sql", {3, 14}, "line"});
    error.say_state("nothing of 1_a was applied");
    CHECK(json_error("up", error, 1, {}) == R"({
  "schema": 1,
  "command": "up",
  "steps": [],
  "notices": [],
  "remarks": [],
  "error": {
    "kind": "statement",
    "exit_code": 1,
    "message": "no \"x\"",
    "file": "m/1_a.up.sql",
    "line": 3,
    "column": 14,
    "sqlstate": "42703",
    "detail": "d",
    "hint": null,
    "context": null,
    "state": "nothing of 1_a was applied",
    "advice": null,
    "blockers": [],
    "complaints": []
  }
}
)");
}

TEST_CASE("Several complaints stand in the document one by one") {
    const Error error(
        ErrorKind::source, {{"a", Location{"a.sql", {1, 2}, ""}}, {"b", std::nullopt}}
    );
    const auto text = json_error("up", error, 6, {});
    CHECK(text.find(R"("message": "a",
        "file": "a.sql",
        "line": 1,
        "column": 2)") != std::string::npos);
    CHECK(text.find(R"("message": "b",
        "file": null)") != std::string::npos);
}

TEST_CASE("What was done before an error is reported with it") {
    Outcome outcome;
    outcome.done.push_back(
        {Step::Action::apply, Version{"7"}, "007_add_users", std::chrono::milliseconds{12}}
    );
    outcome.notices.push_back({"007_add_users", {"NOTICE", "00000", "hello", "", "", ""}});
    const auto text = json_error("up", Error(ErrorKind::lock, "x"), 4, outcome);
    CHECK(text.find(R"("action": "apply",
      "version": "7",
      "label": "007_add_users",
      "duration_ms": 12)") != std::string::npos);
    CHECK(text.find(R"("severity": "NOTICE")") != std::string::npos);
}

TEST_CASE("Invalid UTF-8 does not break a document") {
    const auto text = json_error(
        "up",
        Error(
            ErrorKind::statement,
            "a\xFF"
            "b"
        ),
        1,
        {}
    );
    CHECK(
        text.find("a\xEF\xBF\xBD"
                  "b") != std::string::npos
    );
    CHECK(
        json_log_line({}, "info", "a\xFF\n\"") ==
        "{\"time\":\"1970-01-01T00:00:00.000000Z\",\"level\":\"info\",\"message\":"
        "\"a\xEF\xBF\xBD\\n\\\"\"}"
    );
}

TEST_CASE("A statement is one line with byte offsets and what holds of it") {
    const std::string start =
        R"({"start":0,"end":17,"line":1,"column":1,"kind":"statement","command":"CREATE TABLE")";

    struct Case {
        void (*set)(Statement&);
        std::string rest;
    };

    const Case cases[] = {
        {[](Statement&) {}, "}\n"},
        {[](Statement& it) {
             it.copy_data = Span{19, 4};
         },
         ",\"data_start\":19,\"data_end\":23}\n"},
        {[](Statement& it) { it.refuses_transaction_since = 17; },
         ",\"refuses_transaction_since\":17}\n"},
        {[](Statement& it) { it.controls_transaction = true; },
         ",\"controls_transaction\":true}\n"},
        {[](Statement& it) { it.changes_session = true; }, ",\"changes_session\":true}\n"},
        {[](Statement& it) { it.releases_locks = true; }, ",\"releases_locks\":true}\n"},
        {[](Statement& it) {
             it.directives.allow = {"one", "tw\"o"};
         },
         ",\"allow\":[\"one\",\"tw\\\"o\"]}\n"},
        {[](Statement& it) { it.directives.batch = 1000; }, ",\"batch\":1000}\n"},
        {[](Statement& it) { it.directives.pause = std::chrono::milliseconds(0); },
         ",\"pause_ms\":0}\n"},
        {[](Statement& it) {
             it.copy_data = Span{19, 4};
             it.refuses_transaction_since = 13;
             it.changes_session = true;
             it.directives.batch = 2;
             it.directives.pause = std::chrono::seconds(1);
         },
         ",\"data_start\":19,\"data_end\":23,\"refuses_transaction_since\":13,"
         "\"changes_session\":true,\"batch\":2,\"pause_ms\":1000}\n"}};
    std::string lines;
    std::string expected;
    for (const auto& each : cases) {
        Statement statement;
        statement.span = {0, 17};
        statement.command = "CREATE TABLE";
        each.set(statement);
        add_json_statement(lines, statement);
        expected += start + each.rest;
        CHECK(lines == expected);
    }
}

TEST_CASE("A command that is more than letters is written as JSON has it") {
    const std::pair<std::string, std::string> cases[] = {
        {"", R"("")"},
        {"F_1", R"("F_1")"},
        {"\xC3\x84", "\"\xC3\x84\""},
        {"a\"b\\c\n", R"("a\"b\\c\n")"},
        {"a\xFF", "\"a\xEF\xBF\xBD\""}};
    for (const auto& [command, written] : cases) {
        CAPTURE(command);
        Statement statement;
        statement.command = command;
        std::string line;
        add_json_statement(line, statement);
        CHECK(line.ends_with("\"command\":" + written + "}\n"));
    }
}

TEST_CASE("A report names what is applied now as the history does") {
    Applied applied;
    applied.version = Version{"7"};
    applied.name = "add_users";
    const auto text = json_report("up", {}, applied);
    CHECK(text.find(R"("version": "7")") != std::string::npos);
    CHECK(text.find(R"("name": "add_users")") != std::string::npos);
    CHECK(text.find(R"("applied_at": "1970-01-01T00:00:00.000000Z")") != std::string::npos);
    CHECK(json_report("down", {}, std::nullopt).find(R"("current": null)") != std::string::npos);
}
