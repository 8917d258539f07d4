// How errors look.
#include "cli/error_view.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

namespace {

std::string view(const Error& error) {
    std::string result;
    for (const auto& text : error_view(error, Paint{false})) {
        result += "error: " + text + "\n";
    }
    return result;
}

Error located(const std::string& line, std::size_t column) {
    return {ErrorKind::source, "wrong", Location{"m/1_a.up.sql", {3, column}, line}};
}

} // namespace

TEST_CASE("An error shows place, caret, the server's words, what is true and what to do") {
    Error error(
        ErrorKind::statement,
        "column \"oops\" does not exist",
        ServerMessage{"ERROR", "42703", "ignored", "a detail", "a hint", "a\ncontext"}
    );
    error.locate({"migrations/007_x.up.sql", {3, 13}, "select 'é', oops;"});
    error.say_state("nothing of 007_x was applied; 006_y is the current version");
    error.say_advice("fix the file and run: runner up");
    CHECK(view(error) == R"(error: migrations/007_x.up.sql:3:13: column "oops" does not exist
  |
3 | select 'é', oops;
  |             ^
  SQLSTATE 42703
  DETAIL: a detail
  HINT: a hint
  CONTEXT: a
  | context
  nothing of 007_x was applied; 006_y is the current version
  fix the file and run: runner up
)");
}

TEST_CASE("The caret stands under its character whatever stands before it") {
    CHECK(view(located("漢字 x", 4)).ends_with("3 | 漢字 x\n  |      ^\n"));
    CHECK(view(located("🙂x", 2)).ends_with("3 | 🙂x\n  |   ^\n"));
    CHECK(view(located("e\xCC\x81x", 3)).ends_with("x\n  |  ^\n"));
    CHECK(view(located("\t\tx", 3)).ends_with("3 | \t\tx\n  | \t\t^\n"));
    CHECK(view(located("\x1b[2Jx", 5)).ends_with("3 | \\x1B[2Jx\n  |        ^\n"));
    CHECK(view(located("ab", 3)).ends_with("3 | ab\n  |   ^\n"));
}

TEST_CASE("A column behind a line that was cut gets no caret") {
    CHECK(view(located("ab", 500)).find('^') == std::string::npos);
    CHECK(view(located("", 5)) == "error: m/1_a.up.sql:3:5: wrong\n");
}

TEST_CASE("Of a very long line the part around the caret is shown") {
    const auto text = view(located(std::string(150, 'a') + "X" + std::string(80, 'b'), 151));
    const auto line = text.find("3 | ");
    const auto caret = text.find('^');
    REQUIRE(caret != std::string::npos);
    const auto above = text.substr(line, text.find('\n', line) - line);
    CHECK(above.starts_with("3 | …a"));
    CHECK(above.ends_with("b…"));
    const auto column = caret - text.rfind('\n', caret) - 1;
    CHECK(above[column + 2] == 'X'); // the ellipsis is three bytes and one column
}

TEST_CASE("Everything that is wrong is shown with its place") {
    const Error error(
        ErrorKind::source,
        {{"first", Location{"a.sql", {1, 2}, "xy"}},
         {"second", std::nullopt},
         {"third", Location{"c.sql", {12, 1}, "z"}}}
    );
    CHECK(view(error) == R"(error: a.sql:1:2: first
  |
1 | xy
  |  ^
error: second
error: c.sql:12:1: third
   |
12 | z
   | ^
)");
}

TEST_CASE("A diff below a message is indented") {
    const Error error(ErrorKind::history, "1_a was edited\n--- stored\n+++ file\n-a\n+b\n");
    CHECK(view(error) == R"(error: 1_a was edited
  | --- stored
  | +++ file
  | -a
  | +b
)");
    const auto painted = error_view(error, Paint{true}).front();
    CHECK(painted.find("  | \x1b[31m-a\x1b[0m") != std::string::npos);
    CHECK(painted.find("  | \x1b[32m+b\x1b[0m") != std::string::npos);
}

TEST_CASE("Foreign text can neither start a line nor move the cursor") {
    Error error(
        ErrorKind::statement,
        "no\n::error::injected\r\n\x1b[2J",
        ServerMessage{"ERROR", "P0001", "", "x\n::set-output::", "\n##[error]y", "\xE2\x80\xAEz"}
    );
    error.locate({"m/\x1b]0;title\x07.sql", {1, 1}, "::warning::line"});
    error.say_state("1_a\n::debug::b");
    const auto text = view(error);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(text.find("\n::") == std::string::npos);
    CHECK(text.find(" ##[") == std::string::npos);
    for (std::size_t at = text.find('\n'); at + 1 < text.size(); at = text.find('\n', at + 1)) {
        const auto start = text.find_first_not_of(' ', at + 1);
        CHECK(text.substr(start, 2) != "::");
    }
}
