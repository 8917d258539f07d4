// Documents for machines.
#include "cli/json.hpp"

#include <catch2/catch.hpp>

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

TEST_CASE("A statement is one line with byte offsets") {
    Statement statement{{0, 17}, {1, 1}, "CREATE TABLE", false, false, std::nullopt};
    CHECK(
        json_statement(statement) ==
        R"({"start":0,"end":17,"line":1,"column":1,"kind":"statement","command":"CREATE TABLE"})"
        "\n"
    );
    statement.copy_data = Span{19, 4};
    CHECK(json_statement(statement).ends_with(
        R"("command":"CREATE TABLE","data_start":19,"data_end":23})"
        "\n"
    ));
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
