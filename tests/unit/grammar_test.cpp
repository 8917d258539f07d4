// The grammar never loops without going forward, and its rules end where the server's lexer ends.
#include "parse/grammar.hpp"
#include "parse/lexer.hpp"

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include <string>
#include <vector>

using namespace runner;

namespace {

std::string tokens(const std::string& sql) {
    Lexer lexer(Text(sql), "x.sql");
    std::string result;
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        result += (result.empty() ? "" : " ") + std::string(token.text);
    }
    return result;
}

} // namespace

TEST_CASE("Every rule of the grammar goes forward") {
    CHECK(tao::pegtl::analyze<grammar::layout>() == 0);
    CHECK(tao::pegtl::analyze<grammar::token>() == 0);
    CHECK(tao::pegtl::analyze<grammar::string_gap>() == 0);
    CHECK(tao::pegtl::analyze<grammar::escape_string_body>() == 0);
    CHECK(tao::pegtl::analyze<grammar::copy_rows>() == 0);
    CHECK(tao::pegtl::analyze<grammar::copy_end>() == 0);
    CHECK(tao::pegtl::analyze<grammar::directive>() == 0);
    CHECK(tao::pegtl::analyze<grammar::duration>() == 0);
    CHECK(tao::pegtl::analyze<grammar::environment_list>() == 0);
    CHECK(tao::pegtl::analyze<grammar::name_list>() == 0);
    CHECK(tao::pegtl::analyze<grammar::whole_number>() == 0);
}

TEST_CASE("Tokens end where the server's end") {
    struct Case {
        std::string text;
        std::string expected;
    };

    const std::vector<Case> cases = {
        {"a=-1", "a = - 1"},
        {"a @-1", "a @- 1"},
        {"a*-b", "a * - b"},
        {"1+-+2", "1 + - + 2"},
        {"a->>-1", "a ->> - 1"},
        {"a<>b!=c", "a <> b != c"},
        {"a<=+b", "a <= + b"},
        {"a+=b", "a += b"},
        {"1e5 1e+5 1e 1.5.5 .5", "1e5 1e+5 1 e 1.5 .5 .5"},
        {"1..2", "1 . .2"},
        {"0x1Fg 1_000 0b11", "0x1F g 1_000 0b11"},
        {"a::b", "a : : b"},
        {"x'1' xy'1'", "x'1' xy '1'"},
        {"u&'a' u&\"b\" u&b", "u&'a' u&\"b\" u & b"},
        {"$1 $12a $a", "$1 $12 a $ a"},
        {"été", "été"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(tokens(text) == expected);
    }
}

TEST_CASE("A long run of signs takes linear time") {
    const std::string run(200000, '+');
    Lexer lexer(Text(run), "x.sql");
    std::size_t count = 0;
    while (lexer.next().kind != TokenKind::end) {
        ++count;
    }
    CHECK(count == run.size());
}
