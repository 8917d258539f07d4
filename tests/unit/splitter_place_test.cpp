// Texts are read in blocks of many bytes: what a construct means must not depend on where it stands
// in them, or on whether the tokens around it are looked at one by one.
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace runner;

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

namespace {

constexpr std::size_t block = 64;

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t time = 0; time < times; ++time) {
        result += text;
    }
    return result;
}

/// In front of a construct, about so long.
std::vector<std::string> paddings(std::size_t length) {
    return {
        repeated(" ", length),
        repeated("a", length) + ", ",
        repeated("é", length) + " ",
        repeated("\n", length),
        "/*" + repeated("*", length) + "*/",
        "--" + repeated("-", length) + "\n",
        "'" + repeated("''", length) + "', ",
    };
}

/// The first statement of `sql`, or the error it begins with.
std::string first_of(const std::string& sql) {
    const Text text(sql);
    try {
        const auto first = StatementReader(text, "x.sql").next();
        REQUIRE(first);
        return sql.substr(first->span.offset, first->span.length);
    } catch (const Error& failure) {
        REQUIRE(failure.location());
        const auto place = failure.location()->position;
        return std::to_string(place.line) + ":" + std::to_string(place.column);
    }
}

} // namespace

TEST_CASE("A construct hides its semicolons wherever it stands") {
    const std::vector<std::string> constructs = {
        "';'",
        "'it''s;'",
        "';'\n';'",
        R"('\')",
        R"(E'\';')",
        R"(e'\\')",
        R"(e'\';')",
        "E'a' -- '\n'\\';'",
        R"(N'\')",
        R"(U&'\')",
        R"(B'\')",
        R"(te'\')",
        R"("a"";")",
        R"(U&";")",
        "$$;$$",
        "$a$;$b$;$$;$a$",
        "$é$;$e$;$é$",
        "1$a$;$a$",
        "a$$",
        "a$b$",
        "$1",
        "1 /*;*/",
        "1 /*/*;*/;*/",
        "1 --;\n",
        "1 +--;\n2",
        "1 */*;*/ 2",
        "1 @/*;*/ 2",
        "(1; 2)",
        "(';)', \";)\", $$;)$$ /*;)*/)",
        "a->>';'",
        "日本",
    };
    const std::vector<std::string> hosts = {
        "select ",
        "insert into t values (",
        "create function f() returns int return ",
        "copy t from 'f' where ",
    };
    std::vector<std::string> wrong;
    for (std::size_t length = 0; length <= block; ++length) {
        for (const auto& padding : paddings(length)) {
            for (const auto& host : hosts) {
                for (const auto& construct : constructs) {
                    auto statement = host;
                    statement.append(padding).append(construct);
                    statement += host.back() == '(' ? ", 1)" : ", 1";
                    auto text = statement;
                    text += "; select 2";
                    if (first_of(text) != statement) {
                        wrong.push_back(text);
                    }
                }
            }
        }
    }
    CAPTURE(wrong);
    CHECK(wrong.empty());
}

TEST_CASE("What is never closed is an error at its start, wherever it stands") {
    for (std::size_t length = 0; length <= block; ++length) {
        const auto column = std::to_string(length + 9);
        for (const std::string filler : {" ", "a", "é", "🙂", "+", ","}) {
            const auto before = "select " + repeated(filler, length) + " ";
            for (const std::string opening :
                 {"'", "E'\\'", "\"", "/*", "$a$", "(", "((1)", "\\i"}) {
                auto text = before;
                text.append(opening).append(" a");
                CAPTURE(text);
                CHECK(first_of(text) == "1:" + column);
            }
        }
    }
}

TEST_CASE("Bodies, rules and rows end wherever they stand") {
    const std::string head = "create function f() returns int begin atomic ";
    const std::string rule = "create rule r as on insert to t do (";
    for (std::size_t length = 0; length <= block; ++length) {
        for (const std::string filler : {" ", "\n", ";", "é "}) {
            const auto body =
                head + repeated(filler, length) + "; select case when a then b end; end";
            const auto action = rule + repeated(filler, length) + "; select 1)";
            check_cuts({{body + "; select 2", body + "|select 2"}});
            check_cuts({{action + "; select 2", action + "|select 2"}});
        }
        for (const std::string filler : {"x", "\n", "\\.\t", "'", "\r"}) {
            auto rows = repeated(filler, length);
            rows += "\n";
            check_cuts({
                {"copy t from stdin;\n" + rows + "\\.\nx", "copy t from stdin{" + rows + "}|x"},
                {"copy t from stdin;\n" + rows + "\\.\r\nx", "copy t from stdin{" + rows + "}|x"},
                {"copy t from stdin;\n" + rows + "\\. \n",
                 "1:1 no line \\. ends the rows of this COPY"},
            });
        }
    }
}

TEST_CASE("A statement of any length is followed by the next one") {
    std::string text;
    std::string expected;
    for (std::size_t length = 0; length < 3 * block; ++length) {
        const auto statement = "select " + repeated("b", length) + ", 'é;'";
        text += statement;
        text += length % 3 == 0 ? ";\n" : ";";
        expected += statement;
        expected += "|";
    }
    check_cuts({{text + "x", expected + "x"}});
    const Text script(text);
    StatementReader reader(script, "x.sql");
    std::size_t count = 0;
    while (const auto statement = reader.next()) {
        CHECK(statement->position == script.position(statement->span.offset));
        ++count;
    }
    CHECK(count == 3 * block);
}
