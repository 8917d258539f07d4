// Where strings end, with every prefix, and where they go on.
#include "parse/long_search.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace runner;

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("Strings hide semicolons") {
    check_cuts({
        {"select ';';", "select ';'"},
        {"select 'it''s;'; select 2", "select 'it''s;'|select 2"},
        {"select '';select 2", "select ''|select 2"},
        {"select '''';select 2", "select ''''|select 2"},
        {"select ''';''';select 2", "select ''';'''|select 2"},
        {"select '''''';select '';x", "select ''''''|select ''|x"},
        {R"(select '\'; select 2)", R"(select '\'|select 2)"},
        {R"(select '\\';)", R"(select '\\')"},
        {R"(select '\''; x'; y)", R"(select '\''; x'|y)"},
        {"select '--'; select '/*'; select 2;", "select '--'|select '/*'|select 2"},
        {"select '$$'; select '$$'", "select '$$'|select '$$'"},
        {"select '\"'; select '\"'", "select '\"'|select '\"'"},
        {"select '(';select ')'", "select '('|select ')'"},
        {"select 'a\n;\nb';", "select 'a\n;\nb'"},
        {"select 'a\r\n;\rb';x", "select 'a\r\n;\rb'|x"},
        {"select 'é;🙂;';x", "select 'é;🙂;'|x"},
        {"select 'a'/*;*/;x", "select 'a'|x"},
        {"select 'a'--;\n;x", "select 'a'|x"},
        {"select'a;'from t;x", "select'a;'from t|x"},
    });
}

TEST_CASE("A backslash escapes in E strings only") {
    check_cuts({
        {R"(select E'\';'; select 2)", R"(select E'\';'|select 2)"},
        {R"(select e'\\'; select 2)", R"(select e'\\'|select 2)"},
        {R"(select E'a'';'; select 2)", R"(select E'a'';'|select 2)"},
        {R"(select E'\\\';'; select 2)", R"(select E'\\\';'|select 2)"},
        {R"(select E'''\'''';)", R"(select E'''\'''')"},
        {R"(select E'\'''; x';y)", R"(select E'\'''; x'|y)"},
        {R"(select E'\\''; x';y)", R"(select E'\\''; x'|y)"},
        {R"(select E'\x27;\047;\u0027;';x)", R"(select E'\x27;\047;\u0027;'|x)"},
        {R"(select E'\é\🙂\';';x)", R"(select E'\é\🙂\';'|x)"},
        {"select E'\\\n;\\';';x", "select E'\\\n;\\';'|x"},
        {"select E'';x", "select E''|x"},
        {R"(select E'\'';x)", R"(select E'\''|x)"},
        {R"(select te'\';)", R"(select te'\')"},
        {R"(select _e'\';x)", R"(select _e'\'|x)"},
        {R"(select e '\';)", R"(select e '\')"},
        {R"(select ee'\';x)", R"(select ee'\'|x)"},
        {R"(select éE'\';x)", R"(select éE'\'|x)"},
        {R"(select "E"'\';x)", R"(select "E"'\'|x)"},
        {R"(select a.E'\';';x)", R"(select a.E'\';'|x)"},
        {R"(select $$a$$E'\';';x)", R"(select $$a$$E'\';'|x)"},
    });
}

TEST_CASE("The other prefixes change nothing about where a string ends") {
    check_cuts({
        {R"(select B'1;0', b'';)", R"(select B'1;0', b'')"},
        {R"(select B'\'; select 2)", R"(select B'\'|select 2)"},
        {R"(select X'A;F', x'';)", R"(select X'A;F', x'')"},
        {R"(select x'\'; select 2)", R"(select x'\'|select 2)"},
        {R"(select N'\', n';')", R"(select N'\', n';')"},
        {R"(select N'it''s;';x)", R"(select N'it''s;'|x)"},
        {R"(select U&'\0061;', u&'\';)", R"(select U&'\0061;', u&'\')"},
        {R"(select U&'d!0061t;' UESCAPE '!';x)", R"(select U&'d!0061t;' UESCAPE '!'|x)"},
        {R"(select U&'a'';' uescape '\'; x)", R"(select U&'a'';' uescape '\'|x)"},
        {R"(select U & '\';)", R"(select U & '\')"},
        {R"(select U& '\';x)", R"(select U& '\'|x)"},
        {R"(select xu&'\';x)", R"(select xu&'\'|x)"},
        {R"(select date'\';x)", R"(select date'\'|x)"},
        {R"(select interval'1;'day;x)", R"(select interval'1;'day|x)"},
        {R"(select B 'a\';x)", R"(select B 'a\'|x)"},
    });
}

TEST_CASE("A string goes on behind a newline, in the same mode") {
    check_cuts({
        {"select 'a'\n';b';", "select 'a'\n';b'"},
        {"select 'a'\r';b';x", "select 'a'\r';b'|x"},
        {"select E'a'\n'\\';b';", "select E'a'\n'\\';b'"},
        {"select E'a'\r'\\';b';x", "select E'a'\r'\\';b'|x"},
        {"select E'a'\r\n'\\';b';x", "select E'a'\r\n'\\';b'|x"},
        {"select E'a'  \r\n\t'\\';b'; select 2", "select E'a'  \r\n\t'\\';b'|select 2"},
        {"select E'a' \f\n\f '\\';b';x", "select E'a' \f\n\f '\\';b'|x"},
        {"select E'a'\n\n\n'\\';b';x", "select E'a'\n\n\n'\\';b'|x"},
        {"select E'a'\n-- it's;\n'\\';b';", "select E'a'\n-- it's;\n'\\';b'"},
        {"select E'a' -- it's;\n '\\';b';", "select E'a' -- it's;\n '\\';b'"},
        {"select E'a' -- c\r'\\';b';x", "select E'a' -- c\r'\\';b'|x"},
        {"select E'a'--\n--\n --\n'\\';b';x", "select E'a'--\n--\n --\n'\\';b'|x"},
        {"select E'a'\n'\\''\n'\\';'; select 2", "select E'a'\n'\\''\n'\\';'|select 2"},
        {"select E'\\\\'\n'\\';';x", "select E'\\\\'\n'\\';'|x"},
        {"select E'\\''\n'\\';';x", "select E'\\''\n'\\';'|x"},
        {"select E''\n'\\';';x", "select E''\n'\\';'|x"},
        {"select e'a'\n'b'\n'c'\n'\\';';x", "select e'a'\n'b'\n'c'\n'\\';'|x"},
        {"select U&'a'\n'\\'; select 2", "select U&'a'\n'\\'|select 2"},
        {"select 'a'\n'\\'; select 2", "select 'a'\n'\\'|select 2"},
        {"select B'0'\n'\\';x", "select B'0'\n'\\'|x"},
        {"select X'0'\n'\\';x", "select X'0'\n'\\'|x"},
        {"select N'a'\n'\\';x", "select N'a'\n'\\'|x"},
        {"select 'a'\nE'\\';';x", "select 'a'\nE'\\';'|x"},
        {"select E'a'\nE'\\';';x", "select E'a'\nE'\\';'|x"},
        {"select E'a'\n;select '\\';x", "select E'a'|select '\\'|x"},
    });
}

TEST_CASE("A string goes on in whatever statement it stands") {
    for (const std::string before : {
             "",
             "(",
             "abort ",
             "alter database d set a = ",
             "alter role r password ",
             "alter system set a to ",
             "alter table t alter a set default ",
             "alter type t add value ",
             "call p(",
             "cluster ",
             "comment on table t is ",
             "commit prepared ",
             "copy t from ",
             "copy t from program ",
             "copy t to ",
             "copy (select ",
             "create database d template ",
             "create extension e version ",
             "create function f() returns int language ",
             "create function f() returns int return ",
             "create function f() returns int begin atomic select ",
             "create or replace procedure p() as ",
             "create server s type ",
             "create subscription s connection ",
             "create table t (a text default ",
             "create tablespace s location ",
             "create type t as enum (",
             "create user u password ",
             "create view v as select ",
             "delete from t where a = ",
             "do ",
             "do language ",
             "execute p(",
             "explain select ",
             "insert into t values (",
             "load ",
             "notify a, ",
             "prepare transaction ",
             "prepare p as select ",
             "rollback prepared ",
             "security label for ",
             "select ",
             "set a = ",
             "set a to b, ",
             "set local a to ",
             "set time zone ",
             "update t set a = ",
             "vacuum ",
             "values (",
             "with a as (select ",
             "with a as (select 1) select ",
         }) {
        auto text = before;
        text += "E'a'\n'\\';b'";
        const auto count = [&](char byte) { return std::count(text.begin(), text.end(), byte); };
        text += count('(') > count(')') ? ")" : "";
        text += before.find("atomic") != std::string::npos ? "; end" : "";
        const auto two_statements = text + "; x";
        check_cuts({{two_statements, text + "|x"}});
    }
}

TEST_CASE("A string does not go on without a newline") {
    check_cuts({
        {"select E'a' '\\'; select 2", "select E'a' '\\'|select 2"},
        {"select E'a'\t'\\';x", "select E'a'\t'\\'|x"},
        {"select E'a'/* c\n */'\\';x", "select E'a'/* c\n */'\\'|x"},
        {"select E'a'\n/* c */ '\\'; select 2", "select E'a'\n/* c */ '\\'|select 2"},
        {"select E'a' /* c */\n'\\';x", "select E'a' /* c */\n'\\'|x"},
        {"select E'a'\n, '\\'; select 2", "select E'a'\n, '\\'|select 2"},
        {"select E'a'\nas b, '\\'; x", "select E'a'\nas b, '\\'|x"},
        {"select E'a'\n\"b\" '\\';x", "select E'a'\n\"b\" '\\'|x"},
        {"select $$a$$\n'\\';x", "select $$a$$\n'\\'|x"},
        {"select \"a\"\n'\\';x", "select \"a\"\n'\\'|x"},
        {"select E'a'\n-- c", "select E'a'"},
        {"select E'a' -- c", "select E'a'"},
        {"select E'a'\n--\n;select '\\'", "select E'a'|select '\\'"},
    });
}

TEST_CASE("What is longer than a step of the search ends where it ends") {
    for (const std::size_t shorter : {0U, 1U, 2U, 3U, 8U}) {
        for (const std::size_t steps : {1U, 2U}) {
            const std::string filler(steps * search_step - shorter, 'x');
            CAPTURE(steps, shorter);
            const auto check = [](const std::string& first) {
                check_cuts({{first + ";x", first + "|x"}});
            };
            check("'" + filler + "''" + filler + ";'''");
            check("E'" + filler + "\\';" + filler + "\\\\'");
            check("\"" + filler + "\"\"" + filler + ";\"");
            check("$b$" + filler + "$b;$b$");
            check("$body$" + filler + "$body;$body$");
            check_cuts({{"/*" + filler + "/*" + filler + "*/;*/x;y", "x|y"}});
            check_cuts({{"--" + filler + ";\nx;y", "x|y"}});
        }
    }
}
