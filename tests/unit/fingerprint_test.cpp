// What changes a fingerprint and what does not. Its format is frozen here and by golden/parse/: a
// change that breaks a vector makes every database in the field report edited files.
#include "parse/checksum.hpp"
#include "parse/fingerprint.hpp"
#include "parse/lexer.hpp"
#include "parse/long_search.hpp"
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace runner;

namespace {

std::string fingerprint(const std::string& text, ScriptKind kind = ScriptKind::up) {
    return read_body(read_script("x.sql", Text(text), kind)).fingerprint.text();
}

/// Token by token, without skipping plain text. For texts that have no semicolon in parentheses.
std::string fingerprint_of_tokens(const std::string& text) {
    const Text script(text);
    Fingerprint result({}, script);
    Lexer lexer(script, "x.sql");
    std::size_t end = 0;
    bool open = false;
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (!token.is(';')) {
            result.add(token, token.offset != end);
            open = true;
        } else if (open) {
            result.end_statement();
            open = false;
        }
        end = token.end();
    }
    if (open) {
        result.end_statement();
    }
    return result.result().text();
}

struct Pair {
    std::string one;
    std::string other;
};

const std::string none = "-- @transaction: none\n";
const std::string batch = "update t set a = 1 where id in (select id from u limit :batch);\n";

} // namespace

TEST_CASE("A fingerprint is a checksum of the directives, the shortest text and the rows") {
    using namespace std::string_literals;
    const std::vector<Pair> cases = {
        {"select 1;\n", "select 1;"s},
        {"-- @transaction: none\n-- @lock-timeout: 5s\nvacuum T;",
         "@lock-timeout=5000\0@transaction=none\0vacuum t;"s},
        {"-- @statement-timeout: 0\nselect U&\"A\", $1 -- c\n",
         "@statement-timeout=0\0select u&\"A\",$1;"s},
        {"copy t from stdin;\r\n1\r\n\\.\r\nselect E'a' -- c\n 'b' <> $$c\r\n$$",
         "copy t from stdin;1\n\0select e'a'\n'b'<>$$c\n$$;"s},
        {"update T set A = B + -1 , c=d<-1 where e > -2 and f @ - g",
         "update t set a=b+-1,c=d<-1 where e>-2 and f@ -g;"s},
        {"select date'now', n 'x' , u & 'y', \"A\" . b::text",
         "select date 'now',n 'x',u& 'y',\"A\".b::text;"s},
        {"create function f() returns int begin atomic select 1 ; end ; select 2",
         "create function f()returns int begin atomic select 1;end;select 2;"s},
        {"-- @transaction: none\nselect 1;\n-- @pause: 1s\n-- @batch: 7\n-- @max-lag: 2s\n"
         "delete from t where a < :batch;\nselect 2",
         "@transaction=none\0select 1;delete from t where a<:batch;@batch=7\0@max-lag=2000\0"
         "@pause=1000\0select 2;"s},
    };
    for (const auto& [text, pieces] : cases) {
        CAPTURE(text);
        CHECK(fingerprint(text) == checksum(pieces).text());
    }
}

TEST_CASE("Fingerprints are frozen") {
    const std::vector<Pair> cases = {
        {"", "xxh3-128:99aa06d3014798d86001c324468d497f"},
        {"select 1;\n", "xxh3-128:631f972746365f0053ccb7b0aa7980e5"},
        {"CREATE TABLE \"T\" (\n  id int, -- the key\n  a text DEFAULT 'x'\n);\n",
         "xxh3-128:c34d4479d6af6f13834ed7af468d6df3"},
        {"-- @transaction: none\n-- @lock-timeout: 5s\nvacuum t",
         "xxh3-128:f67647621c732255b42258b4ebfee1a2"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(fingerprint(text) == expected);
    }
}

TEST_CASE("Cosmetic edits keep the fingerprint") {
    const auto original = fingerprint("create table t (a int default 'X');\nselect 1, $$B$$;");
    for (const auto* edited : {
             "CREATE TABLE T (A INT DEFAULT 'X'); SELECT 1, $$B$$;",
             "create table t(a int default'X');select 1,$$B$$",
             "-- a comment\ncreate table t ( a /* b */ int\n default 'X'\n) ;;\n;select 1 , $$B$$;",
             "create table t (a int default/**/'X');\nselect/* b */1, -- c\n$$B$$;",
             "-- @description: text\ncreate table t (a int default 'X');\nselect 1, $$B$$;\n",
             "create table t (a int default 'X');\r\nselect 1, $$B$$;\r\n",
             "\\restrict x\ncreate table t (a int default 'X');\nselect 1, $$B$$;\n\\unrestrict x",
             "-- @transaction: auto\ncreate table t (a int default 'X'); select 1, $$B$$",
         }) {
        CAPTURE(edited);
        CHECK(fingerprint(edited) == original);
    }
}

TEST_CASE("Layout around operators, dots and brackets does not count") {
    const std::vector<Pair> pairs = {
        {"select a+b", "select a + b"},
        {"select a<-1", "select a < - 1"},
        {"select a=-b", "select a = -b"},
        {"select x.y :: int [ ]", "select x . y::int[]"},
        {"select a->>'b'", "select a ->> 'b'"},
        {"select e'x'", "select E'x'"},
        {"select 1E5", "select 1e5"},
        {"select a[1:2]", "select a [ 1 : 2 ]"},
        {"select f(a=>-1)", "select f ( a => - 1 )"},
        {"select u&'x'", "select U&'x'"},
        // A sign and a comment that touches it are no longer operator.
        {"select a = +--\n1", "select a =+1"},
        {"select a = +/**/1", "select a =+1"},
        {"select a = -/**/1", "select a = -1"},
        {"select a\n=\n+--\n'1'", "select a=+'1'"},
    };
    for (const auto& [one, other] : pairs) {
        CAPTURE(one, other);
        CHECK(fingerprint(one) == fingerprint(other));
    }
}

TEST_CASE("Other edits change the fingerprint") {
    const std::vector<Pair> pairs = {
        {"select 'a'", "select 'A'"},
        {"select $$a$$", "select $$ a$$"},
        {"select $$a$$", "select 'a'"},
        {"select $a$x$a$", "select $b$x$b$"},
        {"select \"a\"", "select a"},
        {"select \"a\"", "select \"A\""},
        {"select a b", "select ab"},
        {"select a; b", "select a b"},
        {"select 1 2", "select 12"},
        {"select 1 e5", "select 1e5"},
        {"select e 'x'", "select e'x'"},
        {"select u & 'x'", "select u&'x'"},
        {"select u & \"x\"", "select u&\"x\""},
        {"select 'a' 'b'", "select 'a'\n'b'"},
        {"select 'a' 'b'", "select 'a''b'"},
        {"select a - b", "select a + b"},
        {"select a @ - b", "select a @- b"},
        {"select - - a", "select --a\n"},
        {"select 1", "select 1; select 1"},
        {"begin; select 1; commit", "select 1"},
        {"copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n2\n\\.\n"},
        {"copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n\\.\n"},
        {"-- @transaction: none\nselect 1", "select 1"},
        {"-- @lock-timeout: 5s\nselect 1", "select 1"},
        {"-- @lock-timeout: 5s\nselect 1", "-- @statement-timeout: 5s\nselect 1"},
        {"-- @lock-timeout: 0\nselect 1", "select 1"},
        {none + "-- @batch: 7\n" + batch, none + "-- @batch: 8\n" + batch},
        {none + "-- @batch: 7\n" + batch, none + "-- @batch: 7\n-- @pause: 1s\n" + batch},
        {none + "-- @batch: 7\n" + batch + batch, none + batch + "-- @batch: 7\n" + batch},
    };
    for (const auto& [one, other] : pairs) {
        CAPTURE(one, other);
        CHECK(fingerprint(one) != fingerprint(other));
    }
}

TEST_CASE("A fingerprint does not depend on how a value is written") {
    CHECK(
        fingerprint(none + "-- @batch: 7\n-- @pause: 1s\n" + batch) ==
        fingerprint("-- @pause: 1000ms\n-- @batch: 007\n" + none + batch)
    );
    CHECK(
        fingerprint("-- @lock-timeout: 5s\n-- @statement-timeout: 1m\nselect 1") ==
        fingerprint("--@statement-timeout:60s\n--@lock-timeout:5000ms\nselect 1")
    );
    CHECK(
        fingerprint("-- @env: a,b\nselect 1", ScriptKind::seed) ==
        fingerprint("-- @env:  a ,  b\nselect 1", ScriptKind::seed)
    );
    CHECK(fingerprint("select 'a\r\nb', $$c\r\nd$$") == fingerprint("select 'a\nb', $$c\nd$$"));
    CHECK(
        fingerprint("copy t from stdin;\r\n1\r\n\\.\r\n") ==
        fingerprint("copy t from stdin;\n1\n\\.\n")
    );
    CHECK(fingerprint("select 'a' -- b\n 'c'") == fingerprint("select 'a'\n\n'c'"));
}

TEST_CASE("A fingerprint does not depend on where its buffer is full") {
    for (const std::size_t size : {100U, 8190U, 16383U, 16384U, 40000U}) {
        const std::string name(size, 'A');
        const std::string lower(size, 'a');
        CHECK(
            fingerprint("select " + name + ", '" + name + "\r\n" + name + "'") ==
            fingerprint("SELECT  " + lower + ", '" + name + "\n" + name + "'")
        );
        CHECK(fingerprint("select " + name + "b") != fingerprint("select " + name + "c"));
        CHECK(fingerprint("select " + name + " > -1") == fingerprint("select " + lower + ">-1"));
    }
}

TEST_CASE("A fingerprint does not depend on where a step of a long literal ends") {
    for (std::size_t shorter = 0; shorter < 4; ++shorter) {
        const std::string filler(search_step - shorter, 'x');
        CAPTURE(shorter);
        CHECK(
            fingerprint("select '" + filler + "\r\n" + filler + "\r\n'") ==
            fingerprint("select '" + filler + "\n" + filler + "\n'")
        );
        CHECK(
            fingerprint("select '" + filler + "\r" + filler + "'") !=
            fingerprint("select '" + filler + filler + "'")
        );
    }
}

// Numbers never touch a word here: from PostgreSQL 15 on that is an error.
TEST_CASE("Skipping plain text writes what its tokens write") {
    const std::vector<std::string> pieces = {
        "a",           "B1",      "e",
        "U&",          "n",       "x",
        "1,",          "2.5)",    ".5 ",
        "1e5\n",       "$1+",     "a$b$c",
        "$$ q $$",     "$t$ $t$", "'s'",
        "E'\\''",      "'it''s'", "\"Q\"",
        "+",           "-",       "*",
        "/",           "<",       ">",
        "@",           "->>",     "=",
        "(",           ")",       ",",
        ".",           "[",       "]",
        ":",           "::",      ";",
        " ",           "  ",      "\n",
        "\r\n",        "\t",      " ",
        "\n    ",      "/* c */", "-- d\n",
        "été",         "'ü'",     "'a'\n'b'",
        "E'a'\n'\\''", "&",       "|",
        "1$a$ $a$",    "u&'z'",   "b'1'",
        "/*/**/*/",    "select",  "a_long_word_that_goes_over_many_bytes_of_a_block",
        "0x1F]",       "?",       "%",
        "\f",
    };
    std::mt19937 random(3);
    for (int round = 0; round < 4000; ++round) {
        std::string text = "select ";
        const auto count = random() % 60;
        for (std::size_t piece = 0; piece < count; ++piece) {
            text += pieces[random() % pieces.size()];
        }
        CAPTURE(text);
        std::string skipped;
        try {
            skipped = fingerprint(text);
        } catch (const std::exception&) {
            continue; // an open parenthesis, for example
        }
        if (text.find('(') == std::string::npos) {
            REQUIRE(skipped == fingerprint_of_tokens(text));
        }
    }
}
