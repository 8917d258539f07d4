// Operators end before a comment, and numbers end before what cannot belong to them.
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace runner;

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

namespace {

struct Pair {
    std::string one;
    std::string other;
};

/// Texts of the same tokens have the same fingerprint, and no others.
std::string tokens(const std::string& sql) {
    return read_body(read_script("x.sql", Text(sql), ScriptKind::up)).fingerprint.text();
}

} // namespace

TEST_CASE("A comment starts inside a run of operator characters") {
    check_cuts({
        {"select 1 +-- c;\n 2;", "select 1 +-- c;\n 2"},
        {"select 1 @-- c;\n 2; x", "select 1 @-- c;\n 2|x"},
        {"select 1 <--c;\n 2; x", "select 1 <--c;\n 2|x"},
        {"select a ---b;\n c; x", "select a ---b;\n c|x"},
        {"select a <->--;\n b; x", "select a <->--;\n b|x"},
        {"select a |--| b;\n c; x", "select a |--| b;\n c|x"},
        {"select 1 */* c; */ 2;", "select 1 */* c; */ 2"},
        {"select 1 <@/*;*/ 2;", "select 1 <@/*;*/ 2"},
        {"select 1 //*;*/ 2; x", "select 1 //*;*/ 2|x"},
        {"select 1 -/*;*/ 2; x", "select 1 -/*;*/ 2|x"},
        {"select 1 @/*--*/;x", "select 1 @|x"},
        {"select 1 @--/*\n;x", "select 1 @|x"},
        {"select 1 +/*/**/;*/ 2; x", "select 1 +/*/**/;*/ 2|x"},
        {"select 1 */*;*/*/ 2; x", "select 1 */*;*/*/ 2|x"},
        {"select 1 /+*;*/ 2", "select 1 /+*|*/ 2"},
        {"select 1 -+-; x", "select 1 -+-|x"},
        {"select 1 @-'--;'; x", "select 1 @-'--;'|x"},
        {"select *-/**/;x", "select *-|x"},
        {"select 1 \n--;\n+--;\n2;x", "select 1 \n--;\n+--;\n2|x"},
    });
}

TEST_CASE("An operator hides nothing behind it") {
    check_cuts({
        {"select a->>'b;' from t;", "select a->>'b;' from t"},
        {"select a#>>'{b,;}';", "select a#>>'{b,;}'"},
        {"select a@>$$;$$; x", "select a@>$$;$$|x"},
        {"select a||\";\"||b; x", "select a||\";\"||b|x"},
        {"select a||E'\\';'; x", "select a||E'\\';'|x"},
        {"select -$1;x", "select -$1|x"},
        {"select a::int[1:2]; select b", "select a::int[1:2]|select b"},
        {"select a:=1; x", "select a:=1|x"},
        {"select f(a=>1);x", "select f(a=>1)|x"},
        {"select |/ 25; select @ -5;", "select |/ 25|select @ -5"},
        {"select 1<>2;select 1!=2;select 1>=2", "select 1<>2|select 1!=2|select 1>=2"},
        {"select 1+;select -", "select 1+|select -"},
        {"select a operator(pg_catalog.+) b;x", "select a operator(pg_catalog.+) b|x"},
        {"create operator @#@ (procedure = f, commutator = @#@);x",
         "create operator @#@ (procedure = f, commutator = @#@)|x"},
        {"drop operator -(none, int);x", "drop operator -(none, int)|x"},
    });
}

TEST_CASE("Numbers end where the server's end") {
    check_cuts({
        {"select 1.5e10, .5, 1., 0xFF, 1_000;", "select 1.5e10, .5, 1., 0xFF, 1_000"},
        {"select 1..2; {}", "select 1..2|{}"},
        {"select 1e5;select 1E-5;select 1e+5", "select 1e5|select 1E-5|select 1e+5"},
        {"select 1.e5;select .5e5", "select 1.e5|select .5e5"},
        {"select 0x1F;select 0o17;select 0b11", "select 0x1F|select 0o17|select 0b11"},
        {"select 1_000.000_1e1_0;x", "select 1_000.000_1e1_0|x"},
        {"select 1-- c;\n;x", "select 1|x"},
        {"select 1.-- c;\n;x", "select 1.|x"},
        {"select 1e-- c;\n;x", "select 1e|x"},
        {"select 1/*;*/;x", "select 1|x"},
        {"select 1';';x", "select 1';'|x"},
        {"select 1\";\";x", "select 1\";\"|x"},
        {"select 1$$;$$;x", "select 1$$;$$|x"},
        {"select 1$a$;$a$;x", "select 1$a$;$a$|x"},
        {"select 1.$a$;$a$;x", "select 1.$a$;$a$|x"},
        {"select a[1];select a[1:2];x", "select a[1]|select a[1:2]|x"},
        {"select 1.;x", "select 1.|x"},
    });
}

TEST_CASE("An operator ends in + or - only behind a character of its own") {
    const std::vector<Pair> same = {
        {"select a=-1", "select a = - 1"},
        {"select a*-b", "select a * - b"},
        {"select 1+-+2", "select 1 + - + 2"},
        {"select a<=+b", "select a <= + b"},
        {"select a<>-+b", "select a <> - + b"},
        {"select a-b", "select a - b"},
        {"select a=-*b", "select a =-* b"},
        {"select a->>-1", "select a ->> - 1"},
        {"select a@-b", "select a @- b"},
        {"select a+!-b", "select a +!- b"},
        {"select a-@+b", "select a -@+ b"},
        {"select a+--c\nb", "select a + b"},
        {"select a@-/**/b", "select a @- b"},
        {"select a=-/**/1", "select a = - 1"},
    };
    for (const auto& [one, other] : same) {
        CAPTURE(one, other);
        CHECK(tokens(one) == tokens(other));
    }
    const std::vector<Pair> different = {
        {"select a@-1", "select a @ - 1"},
        {"select a!-b", "select a ! - b"},
        {"select a?+b", "select a ? + b"},
        {"select a`-b", "select a ` - b"},
        {"select a-@b", "select a - @ b"},
        {"select a=-*b", "select a = - * b"},
        {"select a||b", "select a | | b"},
        {"select a<=b", "select a < = b"},
    };
    for (const auto& [one, other] : different) {
        CAPTURE(one, other);
        CHECK(tokens(one) != tokens(other));
    }
}

TEST_CASE("A prefix belongs to the quote behind it and to no other") {
    const std::vector<std::string> hosts = {
        "select ",
        "insert into t values (1), ",
        "create function f() returns int return ",
        "create function atomic() returns int return "};
    for (const auto& host : hosts) {
        const std::vector<Pair> different = {
            {"e'a'", "e 'a'"},
            {"E'a'", "E 'a'"},
            {"b'0'", "b '0'"},
            {"x'0'", "x '0'"},
            {"n'a'", "n 'a'"},
            {"u&'a'", "u& 'a'"},
            {"u&'a'", "u & 'a'"},
            {"u&\"a\"", "u& \"a\""},
            {"U&\"a\"", "U & \"a\""},
        };
        for (const auto& [one, other] : different) {
            CAPTURE(host, one, other);
            CHECK(tokens(host + one) != tokens(host + other));
        }
        const std::vector<Pair> same = {
            {"te'a'", "te 'a'"},
            {"tu&'a'", "tu & 'a'"},
            {"tu&\"a\"", "tu & \"a\""},
            {"e\"a\"", "e \"a\""},
            {"a'b'", "a 'b'"},
            {"1'b'", "1 'b'"},
            {"a||'b'", "a || 'b'"},
            {"a||\"b\"", "a || \"b\""},
            {"a&'b'", "a & 'b'"},
            {"a&\"b\"", "a & \"b\""},
        };
        for (const auto& [one, other] : same) {
            CAPTURE(host, one, other);
            CHECK(tokens(host + one) == tokens(host + other));
        }
    }
}
