// Statements that hold other statements: rules, schemas, and parentheses in general.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("Parentheses hide semicolons") {
    check_cuts({
        {"select (1); select ((2));", "select (1)|select ((2))"},
        {"select ')'; select 2", "select ')'|select 2"},
        {"select (1 /* ) */ ; -- )\n 2); x", "select (1 /* ) */ ; -- )\n 2)|x"},
        {"select (';)'); select 2", "select (';)')|select 2"},
        {"select (\";)\", $$;)$$); x", "select (\";)\", $$;)$$)|x"},
        {"select 1); select 2", "select 1)|select 2"},
        {"select 1)); select (2); x", "select 1))|select (2)|x"},
        {"); (select 1); x", ")|(select 1)|x"},
        {"(select 1) union (select 2); x", "(select 1) union (select 2)|x"},
        {"();();x", "()|()|x"},
        {"select a[(1)]; select [;]; x", "select a[(1)]|select [|]|x"},
        {"select {;}; x", "select {|}|x"},
    });
}

TEST_CASE("Parentheses nested a hundred thousand deep cost no stack") {
    const std::string opened(100000, '(');
    const std::string closed(100000, ')');
    check_cuts({
        {opened + ";" + closed + "; x", opened + ";" + closed + "|x"},
        {opened + closed.substr(1) + ";", "1:1 this parenthesis is never closed"},
    });
}

TEST_CASE("The actions of a rule stay together") {
    const std::string head = "create rule r as on insert to t do ";
    check_cuts({
        {head + "(select 1; select 2); select 3", head + "(select 1; select 2)|select 3"},
        {head + "(select 1; select 2;); x", head + "(select 1; select 2;)|x"},
        {head + "(; select 1;; select 2); x", head + "(; select 1;; select 2)|x"},
        {head + "(select 1); x", head + "(select 1)|x"},
        {head + "nothing; x", head + "nothing|x"},
        {head + "instead nothing; x", head + "instead nothing|x"},
        {head + "also select 1; x", head + "also select 1|x"},
        {head + "instead (insert into a values (1, (2)); delete from b where (c = (3))); x",
         head + "instead (insert into a values (1, (2)); delete from b where (c = (3)))|x"},
        {head + "(insert into a values (')'); select 1); x",
         head + "(insert into a values (')'); select 1)|x"},
        {head + "(select $$)$$; select \")\"; select E'\\')'); x",
         head + "(select $$)$$; select \")\"; select E'\\')')|x"},
        {head + "(select 1; -- )\n select 2 /* ) */; notify a); x",
         head + "(select 1; -- )\n select 2 /* ) */; notify a)|x"},
        {head + "(select case when true then 1 end; select 2); x",
         head + "(select case when true then 1 end; select 2)|x"},
        {head + "(notify a;\r\n notify b);\r\nx", head + "(notify a;\r\n notify b)|x"},
        {head + "(notify a; notify b); " + head + "(notify c; notify d); x",
         head + "(notify a; notify b)|" + head + "(notify c; notify d)|x"},
        {"create or replace rule \"r;\" as on update to s.t where old.a <> new.a do instead "
         "(update a set b = new.b; insert into c select (d).e from f); x",
         "create or replace rule \"r;\" as on update to s.t where old.a <> new.a do instead "
         "(update a set b = new.b; insert into c select (d).e from f)|x"},
        {head + "(select 1; select 2; x", "1:36 this parenthesis is never closed"},
    });
}

TEST_CASE("The elements of a schema are one statement") {
    check_cuts({
        {"create schema s create table t (a int) create view v as select 1; x",
         "create schema s create table t (a int) create view v as select 1|x"},
        {"create schema s\n  create table t (a int, b int)\n  create index i on t (a)\n"
         "  create sequence q\n  grant select on t to public;\nx",
         "create schema s\n  create table t (a int, b int)\n  create index i on t (a)\n"
         "  create sequence q\n  grant select on t to public|x"},
        {"create schema authorization r create trigger g before insert on t for each row execute "
         "function f(); x",
         "create schema authorization r create trigger g before insert on t for each row execute "
         "function f()|x"},
        {"create schema s; create table s.t (a int)", "create schema s|create table s.t (a int)"},
        {"create schema if not exists s; x", "create schema if not exists s|x"},
        {"create schema s -- ;\n create table t (a text default ';');\r\nx",
         "create schema s -- ;\n create table t (a text default ';')|x"},
        {"create schema s create table begin (atomic int); x",
         "create schema s create table begin (atomic int)|x"},
    });
}
