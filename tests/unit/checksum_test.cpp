// Golden vectors: a change that breaks one makes every database in the field report edited files.
#include "parse/checksum.hpp"
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;

namespace {

std::string fingerprint(const std::string& sql, ScriptKind kind = ScriptKind::up) {
    return read_body(read_script("x.sql", Text(sql), kind)).fingerprint.text();
}

struct Case {
    std::string text;
    std::string expected;
};

const std::string table = "CREATE TABLE \"T\" (\n  id int, -- the key\n  a text DEFAULT 'x'\n);\n";

} // namespace

TEST_CASE("Checksums are frozen") {
    const std::vector<Case> cases = {
        {"", "xxh3-128:99aa06d3014798d86001c324468d497f"},
        {"select 1;\n", "xxh3-128:6ee63cca5d5b867e7833c360ca87ebad"},
        {table, "xxh3-128:d28ea6bef95d455c5683846e6fa290df"},
        {std::string(100000, 'x'), "xxh3-128:0fe996a84987456bd8b99a30e426ac41"},
    };
    for (const auto& [text, expected] : cases) {
        CHECK(checksum(text).text() == expected);
    }
    CHECK(hash64("") == 3244421341483603138);
    CHECK(hash64("runner") == -7315218918026437433);
}

TEST_CASE("Fingerprints are frozen") {
    const std::vector<Case> cases = {
        {"", "xxh3-128:99aa06d3014798d86001c324468d497f"},
        {"select 1;\n", "xxh3-128:a58701e0b14b6636d907c0dca3a5de49"},
        {table, "xxh3-128:3652713c3c0fec27bc8c6fee266ce51b"},
        {"-- @transaction: none\n-- @lock-timeout: 5s\nvacuum t;",
         "xxh3-128:e2f8439cc8faddde54f40d11f6a2a24d"},
        {"copy t from stdin;\n1\n\\.\nselect E'a'\n'b', $1, $$c$$, \"d\", 1.5, a <> b;",
         "xxh3-128:0f064ae9c20935708b21de39472bfde3"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(fingerprint(text) == expected);
    }
    CHECK(
        fingerprint("-- @env: dev , test\n-- @always: true\nselect 1", ScriptKind::seed) ==
        "xxh3-128:243ec5fcb6c7943e0bf426bb9cb6fd17"
    );
}

TEST_CASE("A fingerprint is a checksum of the pieces that count") {
    using namespace std::string_literals;
    const std::vector<Case> cases = {
        {"select 1;\n", "wselect\0n1\0;\0"s},
        {"-- @transaction: none\n-- @lock-timeout: 5s\nvacuum T;",
         "@lock-timeout=5000\0@transaction=none\0wvacuum\0wt\0;\0"s},
        {"-- @statement-timeout: 0\nselect U&\"A\", $1 -- c\n",
         "@statement-timeout=0\0wselect\0qU&\"A\"\0x,\0p$1\0;\0"s},
        {"copy t from stdin;\r\n1\r\n\\.\r\nselect E'a' -- c\n 'b' <> $$c\r\n$$",
         "wcopy\0wt\0wfrom\0wstdin\0;\0r1\n\0wselect\0sE'a'\0c'b'\0o<>\0d$$c\n$$\0;\0"s},
    };
    for (const auto& [text, pieces] : cases) {
        CAPTURE(text);
        CHECK(fingerprint(text) == checksum(pieces).text());
    }
}

TEST_CASE("A checksum reads CRLF as LF and nothing else") {
    CHECK(checksum("a\r\nb\r\n") == checksum("a\nb\n"));
    CHECK(checksum("\r\n") == checksum("\n"));
    CHECK_FALSE(checksum("a\rb") == checksum("a\nb"));
    CHECK_FALSE(checksum("a\r") == checksum("a"));
    CHECK_FALSE(checksum("a b") == checksum("a  b"));
    std::string windows;
    std::string unix_lines;
    for (int line = 0; line < 5000; ++line) {
        windows += "insert into t values (1);\r\n";
        unix_lines += "insert into t values (1);\n";
    }
    CHECK(checksum(windows) == checksum(unix_lines));
}

TEST_CASE("Cosmetic edits keep the fingerprint") {
    const auto original = fingerprint("create table t (a int default 'X');\nselect 1, $$B$$;");
    for (const auto* edited : {
             "CREATE TABLE T (A INT DEFAULT 'X'); SELECT 1, $$B$$;",
             "create table t(a int default'X');select 1,$$B$$",
             "-- a comment\ncreate table t ( a /* b */ int\n default 'X'\n) ;;\n;select 1 , $$B$$;",
             "-- @description: text\ncreate table t (a int default 'X');\nselect 1, $$B$$;\n",
             "create table t (a int default 'X');\r\nselect 1, $$B$$;\r\n",
             "\\restrict x\ncreate table t (a int default 'X');\nselect 1, $$B$$;\n\\unrestrict x",
             "-- @transaction: auto\ncreate table t (a int default 'X'); select 1, $$B$$",
         }) {
        CAPTURE(edited);
        CHECK(fingerprint(edited) == original);
    }
}

TEST_CASE("Other edits change the fingerprint") {
    struct Pair {
        std::string one;
        std::string other;
    };

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
        {"select 'a' 'b'", "select 'a'\n'b'"},
        {"select a - b", "select a + b"},
        {"select 1", "select 1; select 1"},
        {"begin; select 1; commit", "select 1"},
        {"copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n2\n\\.\n"},
        {"copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n\\.\n"},
        {"-- @transaction: none\nselect 1", "select 1"},
        {"-- @lock-timeout: 5s\nselect 1", "select 1"},
        {"-- @lock-timeout: 5s\nselect 1", "-- @statement-timeout: 5s\nselect 1"},
        {"-- @lock-timeout: 0\nselect 1", "select 1"},
    };
    for (const auto& [one, other] : pairs) {
        CAPTURE(one, other);
        CHECK(fingerprint(one) != fingerprint(other));
    }
}

TEST_CASE("A fingerprint does not depend on how a value is written") {
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
    const std::string name(8190, 'A');
    CHECK(
        fingerprint("select " + name + ", '" + name + "\r\n" + name + "'") ==
        fingerprint("SELECT  " + std::string(8190, 'a') + ", '" + name + "\n" + name + "'")
    );
    CHECK(fingerprint("select " + name + "b") != fingerprint("select " + name + "c"));
}
