// psql's own commands are no SQL: two are skipped, the others are refused with advice.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

namespace {

std::string refusal(const std::string& place, const std::string& name, const std::string& advice) {
    return place + " \\" + name + " is a psql command, not SQL: " + advice;
}

std::string indented(const std::string& name) {
    return "select 'é';\r\n\t\\" + name + " x y; z\n";
}

} // namespace

TEST_CASE("What pg_dump writes around its statements is skipped") {
    check_cuts({
        {"\\restrict abc\nselect 1;\n\\unrestrict abc\n", "select 1"},
        {"\\restrict\n", ""},
        {"\\unrestrict abc", ""},
        {"\\restrict a;b'\r\nselect 1;", "select 1"},
        {"\\restrict a\rselect 1;", "select 1"},
        {"\\restrict $$ \" /*\nselect 1;", "select 1"},
        {"  \\restrict a\nselect 1;", "select 1"},
        {"select 1; \\restrict a; select 2;\nselect 3", "select 1|select 3"},
        {"-- c\n/* d */ \\restrict a\n\\unrestrict a\n;select 1", "select 1"},
        {"copy t from stdin;\n1\n\\.\n\\unrestrict a\nselect 1", "copy t from stdin{1\n}|select 1"},
    });
}

TEST_CASE("Other psql commands are refused with advice") {
    const std::vector<std::pair<std::string, std::string>> advices = {
        {".", "it ends the rows of a COPY … FROM stdin, and none is open here"},
        {"c", "runner makes the connection: a file runs in one database"},
        {"connect", "runner makes the connection: a file runs in one database"},
        {"copy", "use COPY … FROM stdin with the rows in this file"},
        {"echo", "use RAISE NOTICE in a DO block, or remove it"},
        {"elif", "use IF in a DO block"},
        {"else", "use IF in a DO block"},
        {"endif", "use IF in a DO block"},
        {"g", "end the statement with a semicolon"},
        {"gexec", "use EXECUTE in a DO block"},
        {"gset", "use a variable in a DO block"},
        {"gx", "end the statement with a semicolon"},
        {"i", "there are no includes: paste the file here, or make another migration of it"},
        {"if", "use IF in a DO block"},
        {"include", "there are no includes: paste the file here, or make another migration of it"},
        {"include_relative",
         "there are no includes: paste the file here, or make another migration of it"},
        {"ir", "there are no includes: paste the file here, or make another migration of it"},
        {"prompt", "there are no variables: write the value itself"},
        {"q", "a file always runs to its end: remove it"},
        {"qecho", "use RAISE NOTICE in a DO block, or remove it"},
        {"quit", "a file always runs to its end: remove it"},
        {"set", "there are no variables: write the value itself; for a setting, use SET"},
        {"unset", "there are no variables: write the value itself"},
        {"warn", "use RAISE WARNING in a DO block, or remove it"},
        {"timing", "remove it, or say it in SQL"},
        {"pset", "remove it, or say it in SQL"},
        {"x", "remove it, or say it in SQL"},
        {"dt", "remove it, or say it in SQL"},
        {"RESTRICT", "remove it, or say it in SQL"},
        {"restricted", "remove it, or say it in SQL"},
        {"copyright", "remove it, or say it in SQL"},
        {"!", "remove it, or say it in SQL"},
        {"?", "remove it, or say it in SQL"},
        {"\\", "remove it, or say it in SQL"},
        {";", "remove it, or say it in SQL"},
    };
    for (const auto& [name, advice] : advices) {
        check_cuts({
            {"\\" + name, refusal("1:1", name, advice)},
            {indented(name), refusal("2:2", name, advice)},
        });
    }
}

TEST_CASE("A psql command is refused wherever it stands") {
    check_cuts({
        {"select 1 \\restrict",
         "1:10 \\restrict is a psql command, not SQL: remove it, or say it in SQL"},
        {"select 1\n\\unrestrict a\n;",
         "2:1 \\unrestrict is a psql command, not SQL: remove it, or say it in SQL"},
        {"select (1\n\\g",
         "2:1 \\g is a psql command, not SQL: end the statement with a semicolon"},
        {"select 'é' \\gset a_",
         "1:12 \\gset is a psql command, not SQL: use a variable in a DO block"},
        {"select 1 \\g", "1:10 \\g is a psql command, not SQL: end the statement with a semicolon"},
        {"select 1\\gx", "1:9 \\gx is a psql command, not SQL: end the statement with a semicolon"},
        {"select 1; select 2 \\; select 3;",
         "1:20 \\; is a psql command, not SQL: remove it, or say it in SQL"},
        {"copy t from stdin; \\echo x\n1\n\\.\n",
         "1:20 \\echo is a psql command, not SQL: use RAISE NOTICE in a DO block, or remove it"},
        {"select 1 -- c\r\\q",
         "1:15 \\q is a psql command, not SQL: a file always runs to its end: "
         "remove it"},
        {"\\!ls", "1:1 \\! is a psql command, not SQL: remove it, or say it in SQL"},
        {"\\i/a/b.sql",
         "1:1 \\i is a psql command, not SQL: there are no includes: paste the file "
         "here, or make another migration of it"},
    });
}

TEST_CASE("The first of several mistakes is the one that is named") {
    const auto words = refusal("2:1", "timing", "remove it, or say it in SQL");
    for (const std::string head : {
             "select 1",
             "create table t (",
             "create function f() returns int",
             "create function f() returns int begin atomic select 1;",
             "copy t to stdout",
             "with a as (select 1)",
             "alter table t",
             "set a =",
         }) {
        for (const std::string unfinished : {"'", "E'", "\"", "$$", "/*", "("}) {
            auto text = head;
            text.append("\n\\timing\n").append(unfinished);
            check_cuts({{text, words}});
        }
    }
}

TEST_CASE("A backslash with nothing behind it is refused") {
    const std::string words =
        " a backslash outside of a string begins a psql command, which is not SQL: remove it";
    check_cuts({
        {"\\", "1:1" + words},
        {"select 1 \\", "1:10" + words},
        {"select 1 \\\n;", "1:10" + words},
        {"select 1;\r\n\\ i\r\n", "2:1" + words},
        {"select \\é", "1:8" + words},
        {"select '\\' \\", "1:12" + words},
    });
}

TEST_CASE("A backslash in a string, a name, a comment or a body is nobody's command") {
    check_cuts({
        {"select '\\i', \"\\i\", E'\\i', $$\\i$$ -- \\i\n/* \\i */; x",
         "select '\\i', \"\\i\", E'\\i', $$\\i$$|x"},
        {"select '\n\\i x\n';x", "select '\n\\i x\n'|x"},
        {"/*\n\\i x\n*/ select 1", "select 1"},
        {"do $$\n\\i x\n$$; x", "do $$\n\\i x\n$$|x"},
    });
}
