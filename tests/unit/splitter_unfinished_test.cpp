// What is never closed is an error at where it began, in lines and characters.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("A string that is never closed is an error at its prefix") {
    check_cuts({
        {"'", "1:1 this string is never closed"},
        {"select 'oops;\n", "1:8 this string is never closed"},
        {"select 'oops'';\n", "1:8 this string is never closed"},
        {"select '''", "1:8 this string is never closed"},
        {"select\n  E'oops\\';\n", "2:3 this string is never closed"},
        {"select E'oops\\", "1:8 this string is never closed"},
        {"select E'oops\\\\\\'", "1:8 this string is never closed"},
        {"select E'", "1:8 this string is never closed"},
        {"select N'oops", "1:8 this string is never closed"},
        {"select n'", "1:8 this string is never closed"},
        {"select U&'oops", "1:8 this string is never closed"},
        {"select X'oops", "1:8 this string is never closed"},
        {"select b'01", "1:8 this string is never closed"},
        {"select 1; select 'a'; select 'b", "1:30 this string is never closed"},
        {"select 'a' 'b", "1:12 this string is never closed"},
        {"select 'a;\nselect 'c';\n", "2:10 this string is never closed"},
        {"insert into t values ('it's'); select 1;", "1:28 this string is never closed"},
    });
}

TEST_CASE("A continuation that is never closed is an error at its own quote") {
    check_cuts({
        {"select E'a'\n'b\\'", "2:1 this string is never closed"},
        {"select 'a'\n\n 'b", "3:2 this string is never closed"},
        {"select 'é' -- ü\r\n\t'b", "2:2 this string is never closed"},
        {"select 'a'\n'b'\n'c", "3:1 this string is never closed"},
    });
}

TEST_CASE("A quote that is never closed is an error at its start") {
    check_cuts({
        {"select \"never;", "1:8 this quoted name is never closed"},
        {"select \"never\"\";", "1:8 this quoted name is never closed"},
        {"select U&\"never;", "1:8 this quoted name is never closed"},
        {"\"", "1:1 this quoted name is never closed"},
        {"select \"a\".\"b;\n", "1:12 this quoted name is never closed"},
        {"select $$ never;", "1:8 this dollar quote is never closed"},
        {"$$", "1:1 this dollar quote is never closed"},
        {"$$$", "1:1 this dollar quote is never closed"},
        {"select $a$ never $A$;", "1:8 this dollar quote is never closed"},
        {"select $a$ never $a;", "1:8 this dollar quote is never closed"},
        {"select $a$ never $$;", "1:8 this dollar quote is never closed"},
        {"select $a$ never a$;", "1:8 this dollar quote is never closed"},
        {"select $é$ never $e$;", "1:8 this dollar quote is never closed"},
        {"select 1;\nselect $fn$ $$ $f$;", "2:8 this dollar quote is never closed"},
        {"do $$ begin end $$; do $$ begin end $;", "1:24 this dollar quote is never closed"},
        {"select 1$a$;", "1:9 this dollar quote is never closed"},
    });
}

TEST_CASE("A parenthesis that is never closed is an error at its start") {
    check_cuts({
        {"(", "1:1 this parenthesis is never closed"},
        {"create table t (a int;\nselect 1;", "1:16 this parenthesis is never closed"},
        {"create table t (a varchar(10);\nselect (1);", "1:16 this parenthesis is never closed"},
        {"select (1, (2;\nselect (3);", "1:12 this parenthesis is never closed"},
        {"select (1, (2);\n", "1:8 this parenthesis is never closed"},
        {"select 1;\r\nselect 'é', (\r\n  2;\r\n", "2:13 this parenthesis is never closed"},
        {"select 1) + (2;", "1:13 this parenthesis is never closed"},
        {"select (')';", "1:8 this parenthesis is never closed"},
        {"select ( -- )\n;", "1:8 this parenthesis is never closed"},
    });
}

TEST_CASE("The innermost of several unfinished things is the one that is named") {
    check_cuts({
        {"select (1, 'a;", "1:12 this string is never closed"},
        {"select (1, /* 'a;", "1:12 this comment is never closed"},
        {"select (1, $$ 'a;", "1:12 this dollar quote is never closed"},
        {"select '/* \" $$ (", "1:8 this string is never closed"},
        {"/* ' \" $$ (", "1:1 this comment is never closed"},
        {"select $$ /* ' \" (", "1:8 this dollar quote is never closed"},
        {"select \" ' /* $$ (", "1:8 this quoted name is never closed"},
    });
}

TEST_CASE("Columns count characters, and only a line feed ends a line") {
    const std::vector<std::pair<std::string, std::string>> places = {
        {"", "1:1"},
        {"   ", "1:4"},
        {"\t\t", "1:3"},
        {"/* é */ ", "1:9"},
        {"/* 日本語 */ ", "1:11"},
        {"/* 🙂🙂 */ ", "1:10"},
        {"/* e\u0301 */ ", "1:10"},
        {"/* \u00A0\u200B */ ", "1:10"},
        {"select 'é🙂', ", "1:14"},
        {"\n", "2:1"},
        {"\r\n", "2:1"},
        {"\r", "1:2"},
        {"\n\r\n\r", "3:2"},
        {"-- é\n  ", "2:3"},
        {"-- é\r\n/* ü\r\nö */ ", "3:6"},
        {"select '\né🙂', ", "2:6"},
        {"select $é$\n日\n$é$, ", "3:6"},
        {"select \"a\nü\", ", "2:5"},
        {"copy t from stdin;\né\n🙂\n\\.\n ", "5:2"},
        {"\\restrict é\n\t", "2:2"},
    };
    const std::vector<std::pair<std::string, std::string>> unfinished = {
        {"'é", " this string is never closed"},
        {"E'🙂\\'", " this string is never closed"},
        {"\"ü", " this quoted name is never closed"},
        {"/* ö", " this comment is never closed"},
        {"$日$ 本", " this dollar quote is never closed"},
        {"(é", " this parenthesis is never closed"},
        {"\\ é",
         " a backslash outside of a string begins a psql command, which is not SQL: remove it"},
    };
    for (const auto& [before, place] : places) {
        for (const auto& [rest, words] : unfinished) {
            check_cuts({{before + rest, place + words}});
        }
    }
}
