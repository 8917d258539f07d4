// Where statements end. Each case is a text and what it is cut into: the statements between bars,
// the rows of a COPY in braces, or the line, column and words of the error.
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace runner;

namespace {

struct Case {
    std::string text;
    std::string expected;
};

std::string cut(const std::string& sql) {
    const Text text(sql);
    std::string result;
    try {
        StatementReader reader(text, "x.sql");
        while (const auto statement = reader.next()) {
            result += result.empty() ? "" : "|";
            result += sql.substr(statement->span.offset, statement->span.length);
            if (statement->copy_data) {
                result += "{" +
                          sql.substr(statement->copy_data->offset, statement->copy_data->length) +
                          "}";
            }
        }
    } catch (const Error& failure) {
        REQUIRE(failure.kind() == ErrorKind::source);
        REQUIRE(failure.location());
        const auto place = failure.location()->position;
        return std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
               failure.what();
    }
    return result;
}

void check(const std::vector<Case>& cases) {
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(cut(text) == expected);
    }
}

} // namespace

TEST_CASE("A semicolon ends a statement, and empty ones are dropped") {
    check({
        {"", ""},
        {";", ""},
        {" ;; \n ; ", ""},
        {"select 1", "select 1"},
        {"select 1;", "select 1"},
        {"select 1;select 2", "select 1|select 2"},
        {"select 1;\n\n;select 2\n;", "select 1|select 2"},
        {"  select 1  ;", "select 1"},
        {"select\n1\n;\n", "select\n1"},
        {"select 1;\r\nselect 2;\r\n", "select 1|select 2"},
        {"select 1\r\n", "select 1"},
        {"select\f1\v;", "select\f1"},
        {"-- nothing", ""},
        {"-- nothing\n/* here */", ""},
        {"select 1; -- end", "select 1"},
    });
}

TEST_CASE("Comments are layout, and block comments nest") {
    check({
        {"-- a; b\nselect 1;", "select 1"},
        {"select 1 -- a; b\n, 2;", "select 1 -- a; b\n, 2"},
        {"select 1 -- a; b\r, 2; select 3", "select 1 -- a; b\r, 2|select 3"},
        {"select 1 -- a; b\r\n, 2;", "select 1 -- a; b\r\n, 2"},
        {"/* a; b */ select 1;", "select 1"},
        {"/* a /* b; */ c; */ select 1;", "select 1"},
        {"/*/**/*/ select 1;", "select 1"},
        {"/**/select 1;", "select 1"},
        {"/***/select 1;", "select 1"},
        {"/*/*/ */ ; */select 1;", "select 1"},
        {"/*/ ; */select 1;", "select 1"},
        {"select 1 /* ' */; select 2 /* \" */;", "select 1|select 2"},
        {"select 1 -- '\n; select 2 -- $$\n;", "select 1|select 2"},
        {"/* -- */ select 1;", "select 1"},
        {"-- /*\nselect 1;", "select 1"},
        {"select 4-2; select 4--2;\n", "select 4-2|select 4"},
        {"select 1 /* never", "1:10 this comment is never closed"},
        {"select 1;\n /* a /* b */", "2:2 this comment is never closed"},
        {"/*/", "1:1 this comment is never closed"},
        {"é /* x", "1:3 this comment is never closed"},
        {"/* a */ -- b\n /* c", "2:2 this comment is never closed"},
    });
}

TEST_CASE("A comment nested a hundred thousand deep costs no stack") {
    std::string text;
    for (int level = 0; level < 100000; ++level) {
        text += "/*";
    }
    CHECK(cut(text) == "1:1 this comment is never closed");
    for (int level = 0; level < 100000; ++level) {
        text += "*/";
    }
    CHECK(cut(text + "select 1;") == "select 1");
}

TEST_CASE("Strings hide semicolons") {
    check({
        {"select ';';", "select ';'"},
        {"select 'it''s;'; select 2", "select 'it''s;'|select 2"},
        {"select '';select 2", "select ''|select 2"},
        {"select '''';select 2", "select ''''|select 2"},
        {R"(select '\'; select 2)", R"(select '\'|select 2)"},
        {R"(select '\\';)", R"(select '\\')"},
        {R"(select E'\';'; select 2)", R"(select E'\';'|select 2)"},
        {R"(select e'\\'; select 2)", R"(select e'\\'|select 2)"},
        {R"(select E'a'';'; select 2)", R"(select E'a'';'|select 2)"},
        {R"(select E'\\\';'; select 2)", R"(select E'\\\';'|select 2)"},
        {R"(select E'''\'''';)", R"(select E'''\'''')"},
        {R"(select B'1;0', b'';)", R"(select B'1;0', b'')"},
        {R"(select X'A;F', x'';)", R"(select X'A;F', x'')"},
        {R"(select N'\', n';';)", R"(select N'\', n';')"},
        {R"(select U&'\0061;', u&'\';)", R"(select U&'\0061;', u&'\')"},
        {R"(select U & '\';)", R"(select U & '\')"},
        {R"(select e '\';)", R"(select e '\')"},
        {R"(select te'\';)", R"(select te'\')"},
        {"select '--'; select '/*'; select 2;", "select '--'|select '/*'|select 2"},
        {"select 'a\n;\nb';", "select 'a\n;\nb'"},
        {"select 'é;';", "select 'é;'"},
        {"select 'oops;\n", "1:8 this string is never closed"},
        {"select 'oops'';\n", "1:8 this string is never closed"},
        {"select\n  E'oops\\';\n", "2:3 this string is never closed"},
        {"select E'oops\\", "1:8 this string is never closed"},
        {"select N'oops", "1:8 this string is never closed"},
        {"select U&'oops", "1:8 this string is never closed"},
        {"select X'oops", "1:8 this string is never closed"},
    });
}

TEST_CASE("A string goes on behind a newline, in the same mode") {
    check({
        {"select 'a'\n';b';", "select 'a'\n';b'"},
        {"select E'a'\n'\\';b';", "select E'a'\n'\\';b'"},
        {"select E'a'  \r\n\t'\\';b'; select 2", "select E'a'  \r\n\t'\\';b'|select 2"},
        {"select E'a'\n-- it's;\n'\\';b';", "select E'a'\n-- it's;\n'\\';b'"},
        {"select E'a' -- it's;\n '\\';b';", "select E'a' -- it's;\n '\\';b'"},
        {"select E'a'\n'\\''\n'\\';'; select 2", "select E'a'\n'\\''\n'\\';'|select 2"},
        {"select E'a' '\\'; select 2", "select E'a' '\\'|select 2"},
        {"select E'a'\n/* c */ '\\'; select 2", "select E'a'\n/* c */ '\\'|select 2"},
        {"select 'a'\n'\\'; select 2", "select 'a'\n'\\'|select 2"},
        {"select U&'a'\n'\\'; select 2", "select U&'a'\n'\\'|select 2"},
        {"select E'a'\n, '\\'; select 2", "select E'a'\n, '\\'|select 2"},
        {"select E'a'\n-- c", "select E'a'"},
        {"select E'a'\n'b\\'", "2:1 this string is never closed"},
        {"select 'a'\n\n 'b", "3:2 this string is never closed"},
    });
}

TEST_CASE("Dollar quotes hide everything up to their own tag") {
    check({
        {"select $$;$$;", "select $$;$$"},
        {"select $a$;$$;$a$; select 2", "select $a$;$$;$a$|select 2"},
        {"select $a$;$A$;$a$;", "select $a$;$A$;$a$"},
        {"select $a$;$ab$;$a$;", "select $a$;$ab$;$a$"},
        {"select $a$ $a$a$;", "select $a$ $a$a$"},
        {"select $é$;$é$;", "select $é$;$é$"},
        {"select $_1$;$_1$;", "select $_1$;$_1$"},
        {"select $$ $x$ ' \" /* -- \\ $$; select 2", "select $$ $x$ ' \" /* -- \\ $$|select 2"},
        {"select $a$$b$;$a$;", "select $a$$b$;$a$"},
        {"select $a$ $b$a$;$c$;$c$;", "select $a$ $b$a$|$c$;$c$"},
        {"select $1; select $2;", "select $1|select $2"},
        {"select $1$; select 2;", "select $1$|select 2"},
        {"select a$b$c; select d$;", "select a$b$c|select d$"},
        {"select a$$; select b$$;", "select a$$|select b$$"},
        {"select é$$; select 2", "select é$$|select 2"},
        {"select 1$a$;$a$;", "select 1$a$;$a$"},
        {"select $1a$ ; a$;", "select $1a$|a$"},
        {"select $ a$;", "select $ a$"},
        {"do $$ begin; end $$;", "do $$ begin; end $$"},
        {"select $$ never;", "1:8 this dollar quote is never closed"},
        {"select 1;\nselect $fn$ $$ $f$;", "2:8 this dollar quote is never closed"},
    });
}

TEST_CASE("Quoted names hide semicolons") {
    check({
        {"select \";\";", "select \";\""},
        {"select \"a\"\";\"; select 2", "select \"a\"\";\"|select 2"},
        {"select \"'\"; select 2", "select \"'\"|select 2"},
        {"select U&\"\\0061;\" uescape '!';", "select U&\"\\0061;\" uescape '!'"},
        {"select \"\\\"; select 2", "select \"\\\"|select 2"},
        {"select \"never;", "1:8 this quoted name is never closed"},
        {"select U&\"never;", "1:8 this quoted name is never closed"},
    });
}

TEST_CASE("Operators stop before comments, and hold no strings") {
    check({
        {"select 1 +-- c;\n 2;", "select 1 +-- c;\n 2"},
        {"select 1 */* c; */ 2;", "select 1 */* c; */ 2"},
        {"select 1 <@/*;*/ 2;", "select 1 <@/*;*/ 2"},
        {"select a->>'b;' from t;", "select a->>'b;' from t"},
        {"select a#>>'{b,;}';", "select a#>>'{b,;}'"},
        {"select a::int[1:2]; select b", "select a::int[1:2]|select b"},
        {"select |/ 25; select @ -5;", "select |/ 25|select @ -5"},
        {"select 1.5e10, .5, 1., 0xFF, 1_000;", "select 1.5e10, .5, 1., 0xFF, 1_000"},
        {"select 1..2; {}", "select 1..2|{}"},
    });
}

TEST_CASE("Parentheses hide semicolons") {
    check({
        {"create rule r as on insert to t do (select 1; select 2); select 3",
         "create rule r as on insert to t do (select 1; select 2)|select 3"},
        {"select (1); select ((2));", "select (1)|select ((2))"},
        {"select ')'; select 2", "select ')'|select 2"},
        {"select 1); select 2", "select 1)|select 2"},
        {"select (';)'); select 2", "select (';)')|select 2"},
        {"create table t (a int;\nselect 1;", "1:16 this parenthesis is never closed"},
        {"select (1, (2;\nselect (3);", "1:12 this parenthesis is never closed"},
        {"select (1, (2);\n", "1:8 this parenthesis is never closed"},
    });
}

TEST_CASE("BEGIN ATOMIC hides semicolons up to its own END") {
    const std::string head = "create function f() returns int begin atomic ";
    check({
        {head + "select 1; end; select 2", head + "select 1; end|select 2"},
        {head + "end; select 2", head + "end|select 2"},
        {head + "select 1; select 2; END", head + "select 1; select 2; END"},
        {head + "return case when true then 1 end; end; select 2",
         head + "return case when true then 1 end; end|select 2"},
        {head + "select case when a then case b when 1 then 2 end else 3 end; end; select 2",
         head + "select case when a then case b when 1 then 2 end else 3 end; end|select 2"},
        {head + "select (case when a then 1 end); end; select 2",
         head + "select (case when a then 1 end); end|select 2"},
        {head + "select 1 as end; end; select 2", head + "select 1 as end; end|select 2"},
        {head + "select t.end, t.case from t; end; select 2",
         head + "select t.end, t.case from t; end|select 2"},
        {head + "select 1 as case; end; select 2", head + "select 1 as case; end|select 2"},
        {head + "select 'end;'; end; select 2", head + "select 'end;'; end|select 2"},
        {head + "select \"end\"; end; select 2", head + "select \"end\"; end|select 2"},
        {head + "/* ; */ -- end;\nend; select 2", head + "/* ; */ -- end;\nend|select 2"},
        {head + "select 1; end language sql; x", head + "select 1; end language sql|x"},
        {"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC x; END; y",
         "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC x; END|y"},
        {"create function f() begin -- c\n /**/ atomic x; end; y",
         "create function f() begin -- c\n /**/ atomic x; end|y"},
        {"create function begin() returns int return 1; select 2",
         "create function begin() returns int return 1|select 2"},
        {"create function f(begin atomic) returns int return 1; y",
         "create function f(begin atomic) returns int return 1|y"},
        {"create function f() as $$ begin atomic $$; y",
         "create function f() as $$ begin atomic $$|y"},
        {"create function \"begin\" atomic; y", "create function \"begin\" atomic|y"},
        {"begin atomic; y", "begin atomic|y"},
        {"create table begin atomic; y", "create table begin atomic|y"},
        {"begin; select 1; end; select 2", "begin|select 1|end|select 2"},
        {head + "select 1;\nselect 2",
         "1:33 the body that begins here has no END behind a semicolon"},
        {head + "select 1 end; x", "1:33 the body that begins here has no END behind a semicolon"},
        {head + "select (1; end; x", "1:53 this parenthesis is never closed"},
    });
}

TEST_CASE("The rows of a COPY are data") {
    check({
        {"copy t from stdin;\n1\n2\n\\.\nselect 2", "copy t from stdin{1\n2\n}|select 2"},
        {"copy t from stdin;\n\\.\n", "copy t from stdin{}"},
        {"copy t from stdin;\n1\n\\.", "copy t from stdin{1\n}"},
        {"copy t from stdin;\r\n1\r\n\\.\r\nselect 2", "copy t from stdin{1\r\n}|select 2"},
        {"copy t from stdin;\n;'\n$$\n/*\n\"(\n\\.\nselect 2",
         "copy t from stdin{;'\n$$\n/*\n\"(\n}|select 2"},
        {"copy t from stdin;\n\\.x\n \\.\n\\\\.\n\\.\n", "copy t from stdin{\\.x\n \\.\n\\\\.\n}"},
        {"COPY public.t (a, b) FROM STDIN WITH (FORMAT csv);\n1,2\n\\.\n",
         "COPY public.t (a, b) FROM STDIN WITH (FORMAT csv){1,2\n}"},
        {"copy t from stdout;\n1\n\\.\n", "copy t from stdout{1\n}"},
        {"copy t from stdin -- c;\n; -- d\n1\n\\.\n", "copy t from stdin{1\n}"},
        {"copy t from stdin /* ; */ ; /* e */\n1\n\\.\n", "copy t from stdin{1\n}"},
        {"copy t from stdin; select 2;\n1\n\\.\nselect 3",
         "copy t from stdin{1\n}|select 2|select 3"},
        {"copy t from stdin; copy u from stdin;\n1\n\\.\n2\n\\.\nselect 3",
         "copy t from stdin{1\n}|copy u from stdin{2\n}|select 3"},
        {"select 0; copy t from stdin; select 2; copy u from stdin; select 3;\n1\n\\.\n2\n\\.\nx",
         "select 0|copy t from stdin{1\n}|select 2|copy u from stdin{2\n}|select 3|x"},
        {"copy t from stdin;\n1\n\\.\ncopy t from stdin;\n2\n\\.\n",
         "copy t from stdin{1\n}|copy t from stdin{2\n}"},
        {"copy t from 'file'; select 2", "copy t from 'file'|select 2"},
        {"copy t from program 'stdin'; select 2", "copy t from program 'stdin'|select 2"},
        {"copy t to stdout; select 2", "copy t to stdout|select 2"},
        {"copy (select 1 from stdin) to stdout; x", "copy (select 1 from stdin) to stdout|x"},
        {"copy \"from\" to stdin; x", "copy \"from\" to stdin|x"},
        {"select * from stdin; x", "select * from stdin|x"},
        {"copy t from \"stdin\"; x", "copy t from \"stdin\"|x"},
        {"copy t from stdin;\n1\n", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n2", "1:1 no line \\. ends the rows of this COPY"},
        {"select 1;\n copy t from stdin;", "2:2 no line \\. ends the rows of this COPY"},
        {"copy t from stdin", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin; copy u from stdin;\n1\n\\.\n2\n",
         "1:20 no line \\. ends the rows of this COPY"},
        {"copy t from stdin; select 2\n1\n\\.\n",
         "1:20 this statement begins behind a COPY … FROM stdin and does not end on its line, "
         "where the rows begin"},
        {"copy t from stdin; select '\n1\n\\.\n';",
         "1:27 this string is never closed on the line of its COPY, behind which the rows begin"},
        {"copy t from stdin; /*\n1\n\\.\n*/",
         "1:20 this comment is never closed on the line of its COPY, behind which the rows begin"},
    });
}

TEST_CASE("psql commands are skipped or explained") {
    check({
        {"\\restrict abc\nselect 1;\n\\unrestrict abc\n", "select 1"},
        {"\\restrict a;b'\r\nselect 1;", "select 1"},
        {"select 1 \\restrict",
         "1:10 \\restrict is a psql command, not SQL: remove it, or say it in SQL"},
        {"\\copy t from 'x'",
         "1:1 \\copy is a psql command, not SQL: use COPY … FROM stdin with the rows in this file"},
        {"select 1;\n  \\i other.sql",
         "2:3 \\i is a psql command, not SQL: there are no includes: paste the file here, or make "
         "another migration of it"},
        {"\\connect db",
         "1:1 \\connect is a psql command, not SQL: runner makes the connection: a "
         "file runs in one database"},
        {"\\set x 1",
         "1:1 \\set is a psql command, not SQL: there are no variables: write the value "
         "itself; for a setting, use SET"},
        {"select 1 \\g", "1:10 \\g is a psql command, not SQL: end the statement with a semicolon"},
        {"\\timing on", "1:1 \\timing is a psql command, not SQL: remove it, or say it in SQL"},
        {"\\.\n",
         "1:1 \\. is a psql command, not SQL: it ends the rows of a COPY … FROM stdin, and "
         "none is open here"},
        {"\\!ls", "1:1 \\! is a psql command, not SQL: remove it, or say it in SQL"},
        {"select 1 \\",
         "1:10 a backslash outside of a string begins a psql command, which is not "
         "SQL: remove it"},
    });
}

TEST_CASE("Each statement knows its line and column in characters") {
    const Text text("select 1; select 'é'; select 2;\n\n  /* ü\n */ select 3;\n"
                    "copy t from stdin; select 4;\nrow\n\\.\n\tselect 5");
    StatementReader reader(text, "x.sql");
    std::vector<Position> positions;
    while (const auto statement = reader.next()) {
        positions.push_back(statement->position);
        CHECK(statement->position == text.position(statement->span.offset));
    }
    CHECK(
        positions ==
        std::vector<Position>{{1, 1}, {1, 11}, {1, 23}, {4, 5}, {5, 1}, {5, 20}, {8, 2}}
    );
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
