// Where variables stand in a statement, and what is sent instead.
#include "parse/parser.hpp"
#include "parse/statement_text.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;

namespace {

Script script_of(const std::string& header, const std::string& sql) {
    auto script = read_script("x.sql", Text(header + sql), ScriptKind::up);
    for (const auto& name : script.header.variables) {
        script.variables.push_back({name, "it's"});
    }
    return script;
}

std::string sent(const std::string& sql, const std::string& value = "v") {
    auto script = script_of("-- @vars: a, b\n", sql);
    for (auto& variable : script.variables) {
        variable.value = value;
    }
    const auto begin = script.text.view().size() - sql.size();
    return std::string(StatementText(script, {begin, sql.size()}).sql());
}

std::string refusal(const std::string& text) {
    try {
        auto script = read_script("x.sql", Text(text), ScriptKind::up);
        static_cast<void>(read_body(script));
    } catch (const Error& error) {
        const auto where = error.every_complaint().front().location->position;
        return std::to_string(where.line) + ":" + std::to_string(where.column) + " " + error.what();
    }
    return "fine";
}

} // namespace

TEST_CASE("The three forms of a variable are text, a literal and a name") {
    CHECK(sent("select :a, :'a', :\"a\"") == "select v, 'v', \"v\"");
    CHECK(sent("select :a+:b from :\"a\".:\"b\"") == "select v+v from \"v\".\"v\"");
    CHECK(sent("select (:a),f(:'b')", "1") == "select (1),f('1')");
}

TEST_CASE("A literal and a name are quoted, whatever the value holds") {
    CHECK(sent("select :'a'", "it's") == "select 'it''s'");
    CHECK(sent("select x:'a'", "a\\'b") == "select x E'a\\\\''b'");
    CHECK(sent("select :\"a\"", "x\"; drop table y; --") == "select \"x\"\"; drop table y; --\"");
    CHECK(sent("select :'a'", "") == "select ''");
}

TEST_CASE("Nothing that is no SQL is taken for a variable") {
    for (const auto* sql :
         {"select ':a', ':''a'''",
          "select E':a', U&':a', $$:a :'a'$$, $x$:\"a\"$x$",
          "select \":a\", \" :'a' \"",
          "select 1 -- :a :'a'\n, 2 /* :a /* :\"a\" */ */",
          "select x::a, x::\"a\"",
          "select x[1:a], x[:a], x[f(1):a]",
          "select : a, :ab, :A, :c, :'A', :'a ', :a$b",
          "select a, 'a', \"a\""}) {
        CHECK(sent(sql) == sql);
    }
}

TEST_CASE("In an array and in parentheses a colon is no slice") {
    CHECK(sent("select ARRAY[:a, :'b']") == "select ARRAY[v, 'v']");
    CHECK(sent("select array[[:a], [x[1:a]]]") == "select array[[v], [x[1:a]]]");
    CHECK(sent("select x[(:a):(:b)]") == "select x[(v):(v)]");
}

TEST_CASE("A file without @vars is sent as it is, and not copied") {
    const auto script = script_of("-- prose\n", "select :a");
    const auto text = script.text.view();
    const StatementText statement(script, {9, 9});
    CHECK(statement.sql() == "select :a");
    CHECK(statement.sql().data() == text.data() + 9);
}

TEST_CASE("A place in what is sent is found in the file") {
    const std::string sql = "select :'a', boom, :\"b\" , bang";
    auto script = script_of("-- @vars: a, b\n", sql);
    for (const auto* value : {"", "a", "a much longer value than the name"}) {
        for (auto& variable : script.variables) {
            variable.value = value;
        }
        const auto begin = script.text.view().size() - sql.size();
        const StatementText text(script, {begin, sql.size()});
        for (const auto* word : {"select", ", boom", "boom", "bang"}) {
            CHECK(text.byte_of_script(text.sql().find(word)) == begin + sql.find(word));
        }
        CHECK(text.byte_of_script(7) == begin + sql.find(":'a'"));
        CHECK(text.byte_of_script(text.sql().find("boom, ") + 6) == begin + sql.find(":\"b\""));
        CHECK(text.byte_of_script(text.sql().size()) == begin + sql.size());
    }
}

TEST_CASE("A name without a value is never sent") {
    auto script = script_of("-- @vars: a\n", "select :a");
    script.variables.clear();
    CHECK_THROWS_AS(StatementText(script, {12, 9}), Error);
}

TEST_CASE("@vars takes names, and no other kind of file") {
    CHECK(refusal("-- @vars: a,b_2 , C\nselect 1") == "fine");
    CHECK(refusal("-- @vars: a-b\nselect 1").starts_with("1:12 @vars does not take this value"));
    CHECK(refusal("-- @vars: a, 2b\nselect 1") == "1:14 @vars names 2b, which begins with a digit");
    CHECK(refusal("-- @vars: a, a\nselect 1") == "1:14 @vars names a twice: remove one");
    CHECK(refusal("-- @vars: batch\nselect 1").starts_with("1:11 @vars names batch, which"));
}

TEST_CASE("A statement does not begin with a variable") {
    CHECK(refusal("-- @vars: a\nselect 1; :a foo").starts_with("2:11 a statement cannot begin"));
    CHECK(refusal("-- @vars: a\n:'a'").starts_with("2:1 a statement cannot begin"));
}

TEST_CASE("Values are put where our own rules for strings hold") {
    CHECK(refusal("-- @vars: a\nset standard_conforming_strings = off; select '\\''; select :a")
              .starts_with("2:40 standard_conforming_strings = off cannot be in a file with"));
}

TEST_CASE("@vars counts for the fingerprint, values do not") {
    const auto print = [](const std::string& text, const std::string& value) {
        auto script = read_script("x.sql", Text(text), ScriptKind::up);
        script.variables = {{"a", value}};
        return read_body(script).fingerprint;
    };
    CHECK(print("-- @vars: a\nselect :a", "1") == print("-- @vars: a\nselect  :a", "2"));
    CHECK(print("-- @vars: a\nselect :a", "1") != print("-- @vars: a, b\nselect :a", "1"));
    CHECK(print("select 1", "1") != print("-- @vars: a\nselect 1", "1"));
}
