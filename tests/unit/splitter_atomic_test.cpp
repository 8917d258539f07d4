// BEGIN ATOMIC … END: the one body whose semicolons stand in the open.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

namespace {

const std::string head = "create function f() returns int begin atomic ";

/// Each body ends where it is written to end, with another statement behind it.
void check_bodies(const std::vector<std::string>& bodies) {
    std::vector<std::pair<std::string, std::string>> cases;
    cases.reserve(bodies.size());
    for (const auto& body : bodies) {
        cases.emplace_back(head + body + "; select 2", head + body + "|select 2");
    }
    check_cuts(cases);
}

} // namespace

TEST_CASE("BEGIN ATOMIC hides semicolons up to its own END") {
    check_bodies({
        "select 1; end",
        "select 1; select 2; END",
        "return 1; End",
        "end",
        "; end",
        ";;; end",
        "select 1;; end",
        "insert into t values (1); update t set a = 2; delete from t; end",
        "with a as (select 1) select * from a; end",
        "merge into t using u on true when matched then delete; end",
        "values (1); table t; end",
        "\nselect 1;\nend",
        "\r\n  select 1;\r\nEND",
        "select 1;end",
        "select (1);end",
    });
    check_cuts({
        {head + "select 1; end", head + "select 1; end"},
        {head + "select 1; end;", head + "select 1; end"},
        {head + "end --c", head + "end"},
        {head + "select 1; end -- end;\n; x", head + "select 1; end|x"},
        {head + "select 1; end /* ; */; x", head + "select 1; end|x"},
        {head + "select 1; end language sql; x", head + "select 1; end language sql|x"},
    });
}

TEST_CASE("The END of a CASE ends no body") {
    check_bodies({
        "return case when true then 1 end; end",
        "select case a when 1 then 2 else 3 end; end",
        "select case when a then case b when 1 then 2 end else 3 end; end",
        "select case when case when case when a then b end then c end then d end; end",
        "select (case when a then 1 end); end",
        "select f(case when a then (case when b then 1 end) end, 2); end",
        "select case when a then 1 end, case when b then 2 end; end",
        "select case when a then 1\nend\n;\nend",
        "select case when a then 1 end as end; end",
        "select case when a then 1 end end; end",
        "select 1 where case when a then true end; select case when b then 1 end; end",
        "update t set a = case b when 1 then 2 end where c; end",
        "select case case when a then 1 end when 1 then 2 end; end",
    });
}

TEST_CASE("A name that reads like END, CASE or BEGIN is a name") {
    check_bodies({
        "select 1 as end; end",
        "select 1 as /* c */ end; end",
        "select 1 as case; end",
        "select 1 as \"end\"; end",
        "select \"end\"; end",
        "select t.end, t.case from t; end",
        "select t . end from t; end",
        "select t./* c */end from t; end",
        "select t.\nend from t;\nend",
        "select (t).end from t; end",
        "select s.t.end, s.t.begin from s.t; end",
        "select begin from t; end",
        "select t.begin, begin from t; end",
        "select begin atomic from t; end",
        "select 1 as begin; select 2 as atomic; end",
        "select * from begin; end",
        "insert into begin (begin, atomic) values (1, 2); end",
        "update begin set begin = 1; end",
        "select begin(); end",
        "select begin(case when begin then 1 end); end",
        "select endless, bend, end_, end1 from ends; end",
    });
}

TEST_CASE("A routine inside a routine has a body of its own") {
    // The server's parser takes them, before the server refuses to run them.
    check_bodies({
        "create function g() returns int begin atomic select 1; end; end",
        "create function g() returns int begin atomic select 1; end; select 2; end",
        "create or replace procedure g() begin atomic end; select begin atomic from t; end",
        "create function g() returns int return 1; select 2; end",
        "create function g() returns int as 'begin atomic;' language sql; end",
    });
}

TEST_CASE("What is hidden in a body stays hidden") {
    check_bodies({
        "select 'end;'; end",
        "select '; end; '; end",
        "select E'\\'; end; '; end",
        "select e'\\'; end; '; end",
        "select E'a'\n'\\'; end; '; end",
        "select U&'; end; ', u&\"; end; \"; end",
        "select B'; end; ', n'; end; \\'; end",
        "select $$; end; $$; end",
        "select $a$; end; $$; end; $a$; end",
        "select \"; end; \"; end",
        "/* ; */ -- end;\nend",
        "select 1; -- end;\nend",
        "select 1; /* end; /* end; */ end; */ end",
        "select 1; --\r\n/* c */\r\n\r\nEND",
        "select 1 -- ; end;\n; end",
        "select 'it''s; end;'; end",
        "select 'a'\n'; end;'; end",
        "select (1, '; end;'); end",
        "select 1); select 2; end",
        "select a$end; select end$$; end",
    });
}

TEST_CASE("A body begins behind the words of its routine only") {
    check_cuts({
        {"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC TABLE x; END; y",
         "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC TABLE x; END|y"},
        {"create function f() begin -- c\n /**/ atomic table x; end; y",
         "create function f() begin -- c\n /**/ atomic table x; end|y"},
        {"CREATE FUNCTION f()\r\nRETURNS int\r\nBEGIN\r\nATOMIC\r\nSELECT 1;\r\nEND;\r\ny",
         "CREATE FUNCTION f()\r\nRETURNS int\r\nBEGIN\r\nATOMIC\r\nSELECT 1;\r\nEND|y"},
        {"create function f(a int default case when true then 1 end) returns table (begin int) "
         "language sql stable begin atomic select a; end; y",
         "create function f(a int default case when true then 1 end) returns table (begin int) "
         "language sql stable begin atomic select a; end|y"},
        {"create function \"f;\"(a text default ';', b text default $$;$$) -- ;\n/* ; */ returns "
         "int "
         "immutable strict parallel safe cost 1000 Begin AtOmIc table x; End; y",
         "create function \"f;\"(a text default ';', b text default $$;$$) -- ;\n/* ; */ returns "
         "int "
         "immutable strict parallel safe cost 1000 Begin AtOmIc table x; End|y"},
        {"create function atomic() returns int return 1; begin; y; end",
         "create function atomic() returns int return 1|begin|y|end"},
        {"create function f(atomic text default ')') as 'x'; begin; y",
         "create function f(atomic text default ')') as 'x'|begin|y"},
        {"create function begin() returns int begin atomic select 1; end; y",
         "create function begin() returns int begin atomic select 1; end|y"},
        {"create function s.begin(begin int, atomic int) returns begin begin atomic end; y",
         "create function s.begin(begin int, atomic int) returns begin begin atomic end|y"},
        {"create function atomic() returns int set search_path to begin begin atomic table x; end; "
         "y",
         "create function atomic() returns int set search_path to begin begin atomic table x; "
         "end|y"},
        {head + "table x; end; " + head + "table y; end; z",
         head + "table x; end|" + head + "table y; end|z"},
        {"begin; " + head + "table x; end; end; y", "begin|" + head + "table x; end|end|y"},
        {"create function begin() returns int return 1; select 2",
         "create function begin() returns int return 1|select 2"},
        {"create function f(begin atomic) returns int return 1; y",
         "create function f(begin atomic) returns int return 1|y"},
        {"create function f() returns int return case when true then 1 end; y",
         "create function f() returns int return case when true then 1 end|y"},
        {"create function f() as $$ begin atomic $$; y",
         "create function f() as $$ begin atomic $$|y"},
        {"create function f() as 'begin atomic'; y", "create function f() as 'begin atomic'|y"},
        {"create function f() /* begin atomic */ return 1; y",
         "create function f() /* begin atomic */ return 1|y"},
        {"create function f() set begin.atomic = 1 return 1; y",
         "create function f() set begin.atomic = 1 return 1|y"},
        {"create function \"begin\" atomic; y", "create function \"begin\" atomic|y"},
        {"create function begin \"atomic\"; y", "create function begin \"atomic\"|y"},
    });
}

TEST_CASE("Other statements have no body") {
    check_cuts({
        {"begin atomic; y", "begin atomic|y"},
        {"begin; select 1; end; select 2", "begin|select 1|end|select 2"},
        {"create table begin atomic; y", "create table begin atomic|y"},
        {"create view v as select begin atomic from t; y",
         "create view v as select begin atomic from t|y"},
        {"select begin atomic from t; y", "select begin atomic from t|y"},
        {"alter function f() rename to begin; atomic", "alter function f() rename to begin|atomic"},
        {"drop function begin, atomic; y", "drop function begin, atomic|y"},
        {"create trigger a before insert on b execute function begin(); atomic",
         "create trigger a before insert on b execute function begin()|atomic"},
        {"comment on function begin() is 'x'; y", "comment on function begin() is 'x'|y"},
        {"do $$ begin atomic $$; y", "do $$ begin atomic $$|y"},
    });
}

TEST_CASE("A body that never ends is an error at its BEGIN") {
    const std::string words = " the body that begins here has no END behind a semicolon";
    check_cuts({
        {head + "select 1;\nselect 2", "1:33" + words},
        {head + "select 1 end; x", "1:33" + words},
        {head + "select case when true then 1 end; x", "1:33" + words},
        {head + "select 1; \"end\"; x", "1:33" + words},
        {head, "1:33" + words},
        {"/* é */ " + head + ";", "1:41" + words},
        {"select 'ü';\r\ncreate procedure p()\r\n  /* 🙂 */ begin\r\n  atomic select 1;\r\n",
         "3:11" + words},
        {head + "table x; end; " + head + "table y;", "1:92" + words},
        {head + "select (1; end; x", "1:53 this parenthesis is never closed"},
        {head + "select 'é; end; x", "1:53 this string is never closed"},
        {head + "select 1; /* end; x", "1:56 this comment is never closed"},
        {head + "\\i x\nend;",
         "1:46 \\i is a psql command, not SQL: there are no includes: paste the file here, or make "
         "another migration of it"},
    });
}
