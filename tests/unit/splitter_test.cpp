// Where statements end. Each case is a text and what it is cut into: the statements between bars,
// the rows of a COPY in braces, or the line, column and words of the error. The other files named
// splitter_…_test.cpp hold the cases of one topic each and use the same check.
#include "discover/text_file.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace runner;

namespace {

struct Outcome {
    std::string text;
    std::size_t statements = 0;
    bool failed = false;
    bool has_rules = false; ///< read_body() may refuse the statements for what they do
};

std::string described(const Error& failure) {
    REQUIRE(failure.kind() == ErrorKind::source);
    REQUIRE(failure.location());
    const auto place = failure.location()->position;
    return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + failure.what();
}

Outcome cut(const std::string& sql) {
    const Text text(sql);
    Outcome result;
    try {
        StatementReader reader(text, "x.sql");
        while (const auto statement = reader.next()) {
            result.text += result.text.empty() ? "" : "|";
            result.text += sql.substr(statement->span.offset, statement->span.length);
            if (const auto rows = statement->copy_data) {
                result.text += "{" + sql.substr(rows->offset, rows->length) + "}";
            }
            ++result.statements;
            result.has_rules = result.has_rules || statement->controls_transaction ||
                               statement->refuses_transaction_since != 0;
        }
    } catch (const Error& failure) {
        result.text = described(failure);
        result.failed = true;
    }
    return result;
}

/// The error, or the number of statements.
std::string body(const std::string& sql) {
    try {
        return std::to_string(read_body(read_script("x.sql", Text(sql), ScriptKind::up)).statements
        );
    } catch (const Error& failure) {
        return described(failure);
    }
}

} // namespace

void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases) {
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        const auto outcome = cut(text);
        CHECK(outcome.text == expected);
        // The tokens are read in another way when there is a fingerprint to make.
        if (!outcome.has_rules) {
            CHECK(body(text) == (outcome.failed ? expected : std::to_string(outcome.statements)));
        }
    }
}

TEST_CASE("A semicolon ends a statement, and empty ones are dropped") {
    check_cuts({
        {"", ""},
        {";", ""},
        {" ;; \n ; ", ""},
        {" \t\r\n\f\v", ""},
        {"select 1", "select 1"},
        {"select 1;", "select 1"},
        {"select 1;;", "select 1"},
        {";select 1", "select 1"},
        {"select 1;select 2", "select 1|select 2"},
        {"select 1;\n\n;select 2\n;", "select 1|select 2"},
        {"select 1; /* c */ ; -- d\n ; select 2", "select 1|select 2"},
        {"  select 1  ;", "select 1"},
        {"select\n1\n;\n", "select\n1"},
        {"select 1;-- c", "select 1"},
        {"select 1; -- end", "select 1"},
        {"select 1 /* c */ ;", "select 1"},
        {"select 1 -- c\n;", "select 1"},
        {"select", "select"},
        {"select;", "select"},
        {"-- nothing", ""},
        {"-- nothing\n/* here */", ""},
        {"/* nothing */;-- here\n;", ""},
        {"select ';', \";\", $$;$$, E';' /* ; */; select 2",
         "select ';', \";\", $$;$$, E';'|select 2"},
    });
}

TEST_CASE("Every kind of line ending is layout") {
    check_cuts({
        {"select 1\r\n", "select 1"},
        {"select 1;\r\nselect 2;\r\n", "select 1|select 2"},
        {"select\r\n1\r\n;\r\nselect 2", "select\r\n1|select 2"},
        {"select 1;\rselect 2;\r", "select 1|select 2"},
        {"select 1 -- c;\r; select 2", "select 1|select 2"},
        {"select\f1\v;", "select\f1"},
        {"select\t1;\n\rselect 2", "select\t1|select 2"},
        {"select 'a\r\n;b';\r\n", "select 'a\r\n;b'"},
        {"select 1;\n\n\n", "select 1"},
        {"select 1\n-- no newline at the end", "select 1"},
    });
}

TEST_CASE("Spaces that the server does not know are parts of names") {
    check_cuts({
        {"select\u00A01;", "select\u00A01"},
        {"\u2003;select 1", "\u2003|select 1"},
        {"select 1;\uFEFFselect 2", "select 1|\uFEFFselect 2"},
        {"a\u00A0$$;b$$", "a\u00A0$$|b$$"},
    });
}

TEST_CASE("A byte order mark does not move the first line") {
    const auto text = checked_text("\uFEFFselect 1; select 'é", "x.sql").text;
    StatementReader reader(text, "x.sql");
    const auto first = reader.next();
    REQUIRE(first);
    CHECK(first->position == Position{1, 1});
    CHECK(first->command == "SELECT");
    try {
        reader.next();
        FAIL("the string was closed");
    } catch (const Error& failure) {
        CHECK(failure.location() == Location{"x.sql", {1, 18}, "select 1; select 'é"});
    }
}

TEST_CASE("What is no SQL at all is cut at its semicolons") {
    check_cuts({
        {"hello; world", "hello|world"},
        {"1; 'a'; \"b\"; $$c$$; $1; +; ,", "1|'a'|\"b\"|$$c$$|$1|+|,"},
        {"{ } [ ] . : = ? ! # % & ` ~ ^ @ | < > * / + -; x",
         "{ } [ ] . : = ? ! # % & ` ~ ^ @ | < > * / + -|x"},
        {"$; $ a; x", "$|$ a|x"},
        {"<html>; </html>", "<html>|</html>"},
        {"\x01; \x7f", "\x01|\x7f"},
        {"🙂; é", "🙂|é"},
    });
}

TEST_CASE("An error shows the file and the line") {
    const Text text("select 1;\nselect 'oops\n");
    StatementReader reader(text, "folder/x.sql");
    reader.next();
    try {
        reader.next();
        FAIL("the string was closed");
    } catch (const Error& failure) {
        CHECK(failure.location() == Location{"folder/x.sql", {2, 8}, "select 'oops"});
    }
}

TEST_CASE("The statements before an error are read") {
    const Text text("select 1;\nvacuum; select (2");
    StatementReader reader(text, "x.sql");
    for (const auto* command : {"SELECT", "VACUUM"}) {
        const auto statement = reader.next();
        REQUIRE(statement);
        CHECK(statement->command == command);
    }
    CHECK_THROWS_AS(reader.next(), Error);
}
