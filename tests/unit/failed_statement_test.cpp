// Which statement of a file the record of a failure names.
#include "execute/failed_statement.hpp"
#include "parse/parser.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace runner;

namespace {

Step step(const std::string& text) {
    Step result;
    result.script = read_script("m/001_x.up.sql", Text(text), ScriptKind::up);
    return result;
}

Error at(std::size_t line, std::size_t column) {
    return {ErrorKind::statement, "oops", Location{"m/001_x.up.sql", {line, column}, ""}};
}

} // namespace

TEST_CASE("The failed statement is the last one that begins before the error") {
    const auto file = step("create table a ();\ncreate table b (\n  id oops\n);\nselect 1;\n");
    CHECK(failed_statement(file, at(1, 1)) == "create table a ()");
    CHECK(failed_statement(file, at(3, 6)) == "create table b (\n  id oops\n)");
    CHECK(failed_statement(file, at(5, 8)) == "select 1");
}

TEST_CASE("Rows of a COPY are never part of the failed statement") {
    const auto file = step("copy a from stdin;\nsecret\nrows\n\\.\nselect 1;\n");
    CHECK(failed_statement(file, at(3, 1)) == "copy a from stdin");
}

TEST_CASE("A long failed statement is cut between two characters") {
    std::string text = "select '";
    while (text.size() < 3000) {
        text += "ä";
    }
    const auto kept = failed_statement(step(text + "';\n"), at(1, 1));
    CHECK(kept.size() < 1010);
    CHECK(kept.ends_with("ä …"));
}

TEST_CASE("An error without a place in the file has no failed statement") {
    const auto file = step("select 1;\n");
    CHECK(failed_statement(file, Error(ErrorKind::statement, "oops")).empty());
    CHECK(failed_statement(file, at(0, 0)).empty());
    const Error elsewhere(ErrorKind::statement, "oops", Location{"m/002_y.up.sql", {1, 1}, ""});
    CHECK(failed_statement(file, elsewhere).empty());
}
