// What a script may change in the schema, by its text alone.
#include "changes/named_objects.hpp"
#include "parse/parser.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace runner;

namespace {

using Names = std::set<std::string>;

NamedObjects named(const std::string& sql) {
    return named_objects(read_script("x.sql", Text(sql), ScriptKind::up));
}

} // namespace

TEST_CASE("The names of what a statement makes, changes or drops are as the catalogs have them") {
    struct Case {
        std::string sql;
        Names names;
    };

    const std::vector<Case> cases = {
        {"CREATE TABLE Users (id int)", {"users"}},
        {"create unlogged table if not exists \"Or\"\"der\" ()", {"Or\"der"}},
        {"create unique index concurrently on only t (a)", {"t"}},
        {"create index if not exists i on t (a)", {"i", "t"}},
        {"alter table if exists only t * rename to u", {"t", "u"}},
        {"alter table t rename column a to b", {"t"}},
        {"alter table t add column a int references other (id)", {"t"}},
        {"alter table t attach partition p for values in (1)", {"t", "p"}},
        {"drop index concurrently if exists a, b", {"a", "b"}},
        {"drop function f(numeric(3, 2), int), g", {"f", "g"}},
        {"create or replace view v as select 1", {"v"}},
        {"create materialized view m as select 1", {"m"}},
        {"alter type mood rename to feeling", {"mood", "feeling"}},
        {"create domain d as text", {"d"}},
        {"create foreign table f (a int) server s", {"f"}},
        {"create trigger x before insert on t for each row execute function f()", {}},
        {"comment on table t is 'x'", {}},
        {"insert into t values (1)", {}},
        {"drop table U&\"\\0061\"", {}}, // only the server can read it
    };
    for (const auto& [sql, names] : cases) {
        INFO(sql);
        CHECK(named(sql).names == names);
    }
}

TEST_CASE("Schemas are those in front of a name and those of a search_path") {
    CHECK(named("create table app.t ()").schemas == Names{"app"});
    CHECK(named("alter table t set schema \"Old\"").schemas == Names{"Old"});
    CHECK(named("set search_path = app, \"B c\"; drop table t").schemas.contains("B c"));
    CHECK(named("select set_config('search_path', 'one, \"Two\"', false)").schemas.contains("Two"));
}

TEST_CASE("What a script makes itself need not be looked for before") {
    CHECK_FALSE(named("create table t (); create index on t (a); alter table t add b int").older);
    CHECK(named("create table if not exists t ()").older);
    CHECK(named("create or replace view v as select 1").older);
    CHECK(named("create table a.t (); alter table b.t add c int").older);
    CHECK(named("drop table t").older);
}

TEST_CASE("Only what can change the schema is looked at") {
    CHECK(named("insert into t values (1); update t set a = 1; grant select on t to r").is_empty());
    const auto tables = named("create table t ()");
    CHECK(tables.relations);
    CHECK_FALSE(tables.others);
    CHECK_FALSE(tables.hidden);
    CHECK(named("create function f() returns int language sql as 'select 1'").others);
    CHECK(named("select f()").hidden);
    CHECK(named("call p()").hidden);
}

TEST_CASE("In a DO block every word may be a name") {
    const auto found = named("do $$ begin execute 'alter table Users add a int'; end $$");
    CHECK(found.hidden);
    CHECK(found.older);
    CHECK(found.names.contains("users"));
    CHECK(named("do $$ begin drop table \"A b\"; end $$").names.contains("A b"));
}

TEST_CASE("Thousands of names and megabytes of text have an end") {
    std::string many;
    for (int at = 0; at < 5000; ++at) {
        many += "create table t" + std::to_string(at) + " ();\n";
    }
    CHECK(named(many).names.size() == NamedObjects::most);

    const auto rows = "create table t ();\ninsert into t values ('" + std::string(2 << 20, 'x');
    CHECK(named(rows + "'); drop table u;").names == Names{"t"});
}
