// Which tables a statement works on, by its text alone.
#include "parse/touched_tables.hpp"

#include <runner/files.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;

namespace {

TouchedTables touched(const std::string& sql) {
    const Text text(sql);
    TouchedTables result;
    split(text, "test.sql", [&](const Statement& statement) {
        result = touched_tables(
            statement, text.view().substr(statement.span.offset, statement.span.length)
        );
        return false;
    });
    return result;
}

} // namespace

TEST_CASE("The tables a statement works on are read from its tokens") {
    struct Case {
        std::string sql;
        TouchedTables expected;
    };

    const std::vector<Case> cases = {
        {"insert into s.t values (1)", {.used = {"s.t"}}},
        {"update only \"T\" set a = 1 where b in (select b from x)", {.used = {"\"T\""}}},
        {"delete from t * using u", {.used = {"t"}}},
        {"merge into t using u on true when matched then update set a = 1", {.used = {"t"}}},
        {"insert into t values (1) on conflict do update set a = 2", {.used = {"t"}}},
        {"with gone as (delete from a returning *) insert into b select * from gone",
         {.used = {"a", "b"}}},
        {"select * from t for update", {}},
        {"select 'update x', $$delete from y$$ -- insert into z", {}},
        {"alter table if exists only s.t add column a int", {.used = {"s.t"}}},
        {"alter table t add foreign key (a) references public.u (id)", {.used = {"t", "public.u"}}},
        {"alter table s.t rename to u", {.used = {"s.t"}, .made = {"s.u"}}},
        {"alter table t rename column a to b", {.used = {"t"}}},
        {"alter table t attach partition p for values in (1)", {.used = {"t", "p"}}},
        {"create table if not exists t (a int references u, b int references u)",
         {.used = {"u"}, .made = {"t"}}},
        {"create unlogged table t as select 1", {.made = {"t"}}},
        {"create temp table t ()", {.made = {"t"}}},
        {"create table p partition of t for values in (1)", {.used = {"t"}, .made = {"p"}}},
        {"create materialized view v as select 1", {.made = {"v"}}},
        {"create unique index concurrently if not exists i on only t (a)", {.used = {"t"}}},
        {"create index on s.t (lower(a))", {.used = {"s.t"}}},
        {"create trigger g before update on t for each row execute function f()", {.used = {"t"}}},
        {"create rule r as on update to t do instead nothing", {.used = {"t"}}},
        {"create policy p on t using (true)", {.used = {"t"}}},
        {"drop table if exists a, s.b cascade", {.used = {"a", "s.b"}}},
        {"drop index concurrently i", {.used = {"i"}}},
        {"drop trigger g on t", {.used = {"t"}}},
        {"truncate table only a, b restart identity", {.used = {"a", "b"}}},
        {"lock table t in exclusive mode", {.used = {"t"}}},
        {"refresh materialized view concurrently v", {.used = {"v"}}},
        {"reindex (verbose) table concurrently t", {.used = {"t"}}},
        {"copy t (a) from stdin;\n1\n\\.\n", {.used = {"t"}}},
        {"copy t to stdout", {}},
        {"do $$ begin delete from t; end $$", {.hidden = true}},
        {"call p()", {.hidden = true}},
        {"create function f() returns int language sql as 'delete from t'", {}},
        {"drop table U&\"t\"", {}},
    };
    for (const auto& [sql, expected] : cases) {
        INFO(sql);
        const auto found = touched(sql);
        CHECK(found.used == expected.used);
        CHECK(found.made == expected.made);
        CHECK(found.hidden == expected.hidden);
    }
}
