// What a migration changed in the schema: from the catalogs before and after it, and never in its
// way.
#include "support/world.hpp"

#include <runner/showing.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::test;

namespace {

using Kind = Change::Kind;
using Details = std::vector<std::string>;

struct ChangesWorld : World {
    /// What the next migration changes.
    std::vector<Change> changes_of(const std::string& sql) {
        write(sql);
        const auto done = runner().up().done;
        REQUIRE(done.size() == 1);
        return done[0].changes;
    }

    void write(const std::string& sql) {
        migrations.write(std::to_string(++number) + "_m.up.sql", sql);
    }

    /// The only object it changes.
    Change change_of(const std::string& sql) {
        const auto changes = changes_of(sql);
        INFO(sql);
        REQUIRE(changes.size() == 1);
        return changes[0];
    }

    std::vector<Change> shown(const std::string& version) {
        const auto result = show(
            options(), recorder, {.kind = Target::Kind::version, .count = 0, .version = {version}}
        );
        REQUIRE(result.origin);
        return result.origin->changes;
    }

    int number = 0;
};

} // namespace

TEST_CASE("up tells which tables, columns and indexes a migration made, changed and dropped") {
    ChangesWorld world;
    const Change created{
        Kind::created,
        "table",
        "public.users",
        {"+ column id bigint", "+ column name character varying(20)", "+ index users_pkey"}};
    CHECK(
        world.change_of("create table users (id bigint generated always as identity primary key, "
                        "name varchar(20))") == created
    );
    CHECK(
        world
            .change_of("alter table users add column email text unique, alter name type text, "
                       "alter name set not null, alter name set default 'x', drop column id")
            .details ==
        Details{
            "- column id",
            "~ column name: type text, not null, default",
            "+ column email text",
            "- index users_pkey",
            "+ index users_email_key"}
    );
    CHECK(
        world.change_of("alter table users rename name to label").details ==
        Details{"~ column label: renamed from name"}
    );
    CHECK(
        world.change_of("create index users_label on users (label)").details ==
        Details{"+ index users_label"}
    );
    CHECK(
        world.change_of("alter index users_label rename to by_label").details ==
        Details{"~ index by_label: renamed from users_label"}
    );
    CHECK(world.change_of("drop index by_label").details == Details{"- index by_label"});
    CHECK(
        world.change_of("alter table users rename to people").details ==
        Details{"renamed from public.users"}
    );
    CHECK(
        world.change_of("drop table people") == Change{Kind::dropped, "table", "public.people", {}}
    );
}

TEST_CASE("Views, sequences, types and routines are told, too") {
    ChangesWorld world;
    CHECK(
        world.change_of("create view v as select 1 as a") ==
        Change{Kind::created, "view", "public.v", {}}
    );
    CHECK(
        world.change_of("create or replace view v as select 2 as a") ==
        Change{Kind::changed, "view", "public.v", {}}
    );
    CHECK(world.change_of("create sequence s").object == "sequence");
    CHECK(world.change_of("create type mood as enum ('sad', 'happy')").object == "enum");
    CHECK(world.change_of("alter type mood add value 'ok'").details == Details{"+ value ok"});
    CHECK(world.change_of("create type pair as (a int, b int)").object == "type");
    CHECK(world.change_of("alter type pair add attribute c int").kind == Kind::changed);
    CHECK(
        world.change_of("create function f(int, text) returns int language sql as 'select 1'") ==
        Change{Kind::created, "function", "public.f(integer, text)", {}}
    );
    CHECK(
        world
            .change_of("create or replace function f(int, text) returns int language sql as "
                       "'select 2'")
            .kind == Kind::changed
    );
    CHECK(world.change_of("drop function f(int, text)").kind == Kind::dropped);
    CHECK(
        world.change_of("create materialized view m as select 1 as a; create index on m (a)")
            .details == Details{"+ column a integer", "+ index m_a_idx"}
    );
}

TEST_CASE("What is as it was is not told") {
    ChangesWorld world;
    CHECK(world.changes_of("create table t (a int)").size() == 1);
    CHECK(world.changes_of("create table if not exists t (a int)").empty());
    CHECK(world.changes_of("drop table if exists never").empty());
    CHECK(world.changes_of("insert into t values (1); analyze t; lock table t").empty());
    CHECK(world.changes_of("alter table t alter a set statistics 10").empty());
    CHECK(world.changes_of("create temp table u (a int); select 1").empty());
    CHECK(world.changes_of("comment on table t is 'x'; grant select on t to public").empty());
}

TEST_CASE("What a DO block does under made-up names is found by its locks") {
    ChangesWorld world;
    world.changes_of("create table users (id int); create table log_1 (a int)");
    CHECK(
        world.change_of("do $$ begin alter table users add email text; end $$").details ==
        Details{"+ column email text"}
    );
    CHECK(
        world
            .change_of("do $$ begin for i in 2..2 loop execute format('create table log_%s (a "
                       "int primary key)', i); end loop; exception when others then null; end $$")
            .kind == Kind::created
    );
    // What it was before, nobody has seen.
    CHECK(
        world.change_of("do $$ begin execute format('alter table log_%s add b int', 1); end $$")
            .details == Details{"~ column b integer"}
    );
    world.database.execute("create function add_c() returns void language sql as 'alter table "
                           "log_1 add c int'");
    CHECK(world.change_of("select add_c()").details == Details{"~ column c integer"});
}

TEST_CASE("Schemas, quotes and the search_path lead to the right table") {
    ChangesWorld world;
    world.database.execute("create schema app; create schema \"Two words\"; create table app.t (); "
                           "create table public.t (); create table \"Two words\".\"T.\"\"1\" ()");
    CHECK(world.change_of("set search_path = app; alter table t add a int").name == "app.t");
    CHECK(
        world.change_of("select set_config('search_path', 'app', true); alter table T add b int")
            .name == "app.t"
    );
    CHECK(world.change_of("alter table t add a int").name == "public.t");
    CHECK(
        world.change_of("alter table \"Two words\".\"T.\"\"1\" add \"Ä b\" int") ==
        Change{Kind::changed, "table", "\"Two words\".\"T.\"\"1\"", {"+ column \"Ä b\" integer"}}
    );
    CHECK(
        world.change_of("alter table t add c int; set search_path = ''").details ==
        Details{"+ column c integer"}
    );
    auto options = world.options();
    options.search_path = "app";
    world.write("alter table t add d int; reset all");
    CHECK(world.runner(options).up().done[0].changes[0].name == "app.t");
    CHECK(
        world.change_of("create schema app2; alter table t set schema app2").details ==
        Details{"renamed from public.t"}
    );
}

TEST_CASE("A partition is told, its columns are not") {
    ChangesWorld world;
    world.changes_of("create table p (a int, b int) partition by list (a)");
    CHECK(
        world.change_of("create table p1 partition of p for values in (1)") ==
        Change{Kind::created, "table", "public.p1", {"a partition"}}
    );
    CHECK(world.change_of("alter table p add c int").name == "public.p");
    CHECK(
        world.change_of("alter table p detach partition p1").details ==
        Details{"no partition any more"}
    );
}

TEST_CASE("No file fails because its changes are looked for") {
    ChangesWorld world;
    world.database.execute("create table t ()");
    const std::vector<std::string> files = {
        "alter table t add a int; reset all",
        "alter table t add b int; set statement_timeout = 200",
        "-- @statement-timeout: 5s\nalter table t add c int",
        "set lock_timeout = 1; set search_path = ''; alter table public.t add d int",
        "deallocate all; alter table t add e int; discard plans",
        "set role pg_monitor; select 1; reset role; alter table t add f int",
        "alter table t add g int; set role pg_monitor",
        "alter table t add h int; set session_replication_role = replica",
        "savepoint s; alter table t add x int; rollback to s; alter table t add i int",
        "begin isolation level serializable; alter table t add j int; commit",
    };
    for (const auto& sql : files) {
        INFO(sql);
        CHECK(world.change_of(sql).details.size() == 1);
    }
}

TEST_CASE("Operators of somebody else in the search_path do not reach the look") {
    ChangesWorld world;
    world.database.execute(
        "create schema evil; create function evil.eq(oid, oid) returns bool language plpgsql as "
        "'begin raise exception ''caught''; end'; create operator evil.= (leftarg = oid, rightarg "
        "= oid, function = evil.eq); create table t ()"
    );
    auto options = world.options();
    options.search_path = "evil, pg_catalog, public";
    world.write("alter table t add a int");
    CHECK(world.runner(options).up().done[0].changes.size() == 1);
}

TEST_CASE("A look that the server refuses is given up, and the migration runs") {
    const std::string head = GENERATE("", "-- @transaction: none\n");
    CAPTURE(head);
    ChangesWorld world;
    world.changes_of("create table t ()");
    world.database.execute("revoke select on pg_catalog.pg_attrdef from public; create role "
                           "changes_guest; grant all on schema public to changes_guest; "
                           "alter table t owner to changes_guest; drop schema runner cascade; "
                           "create schema runner authorization changes_guest");
    auto options = world.options();
    options.role = "changes_guest";
    world.migrations.write("1_m.up.sql", head + "alter table t add a int");
    const auto report = world.runner(options).up();
    world.database.execute("grant select on pg_catalog.pg_attrdef to public; drop owned by "
                           "changes_guest cascade; drop role changes_guest");
    REQUIRE(report.done.size() == 1);
    CHECK(report.done[0].changes.empty());
}

TEST_CASE("Files outside of a transaction, COPY and down are told") {
    ChangesWorld world;
    world.migrations.write("1_t.up.sql", "create table t (a int);\ncopy t from stdin;\n1\n\\.\n");
    world.migrations.write("1_t.down.sql", "drop table t;");
    world.migrations.write("2_i.up.sql", "create index concurrently t_a on t (a);");
    world.migrations.write("2_i.down.sql", "drop index concurrently t_a;");
    world.migrations.write("R_v.sql", "create or replace view v as select 1 as a;");

    const auto up = world.runner().up();
    REQUIRE(up.done.size() == 3);
    CHECK(up.done[0].changes[0].details == Details{"+ column a integer"});
    CHECK(up.done[1].changes[0].details == Details{"+ index t_a"});
    CHECK(up.done[2].changes[0].object == "view");

    world.recorder.approves = true;
    const auto down = world.runner().down({.kind = Target::Kind::base, .count = 0, .version = {}});
    REQUIRE(down.done.size() == 2);
    CHECK(down.done[0].changes[0].details == Details{"- index t_a"});
    CHECK(down.done[1].changes[0].kind == Kind::dropped);
}

TEST_CASE("In one transaction for all files each has its own changes") {
    ChangesWorld world;
    world.write("create table t (a int)");
    world.write("alter table t add b int");
    world.write("create or replace function f() returns int language sql as 'select 1'");
    world.write("create or replace function f() returns int language sql as 'select 2'");
    world.write("select 1");
    auto options = world.options();
    options.atomic = true;
    const auto done = world.runner(options).up().done;
    REQUIRE(done.size() == 5);
    CHECK(done[0].changes[0].kind == Kind::created);
    CHECK(done[1].changes[0].details == Details{"+ column b integer"});
    CHECK(done[2].changes[0].kind == Kind::created);
    CHECK(done[3].changes[0].kind == Kind::changed);
    CHECK(done[4].changes.empty());
}

TEST_CASE("show has what the history keeps of it, of committed files behind a failure as well") {
    ChangesWorld world;
    world.write("create table t (a int)");
    world.write("select oops");
    CHECK(error_of([&] { world.runner().up(); }).kind() == ErrorKind::statement);
    const auto kept = world.shown("1");
    REQUIRE(kept.size() == 1);
    CHECK(kept[0] == Change{Kind::created, "table", "public.t", {"+ column a integer"}});
    CHECK(
        world.database.value("select changes from runner.migration") ==
        "+ table public.t\n  + column a integer\n"
    );
}

TEST_CASE("Without changes nothing is looked for and nothing kept") {
    ChangesWorld world;
    world.write("create table t (a int)");
    auto options = world.options();
    options.changes = false;
    CHECK(world.runner(options).up().done[0].changes.empty());
    CHECK(world.shown("1").empty());
}

TEST_CASE("A run of many files does without, where the looks would add up") {
    const int files = GENERATE(20, 21);
    ChangesWorld world;
    for (int file = 0; file < files; ++file) {
        world.write("create table t" + std::to_string(file) + " (id int)");
    }
    const auto done = world.runner().up().done;
    CHECK(done.size() == static_cast<std::size_t>(files));
    CHECK(done.front().changes.empty() == (files > 20));
    CHECK(
        world.database.value("select count(changes) from runner.migration") ==
        (files > 20 ? "0" : "20")
    );
}

TEST_CASE("A history of layout 4 is shown as it is, and has room for changes after the next up") {
    ChangesWorld world;
    world.changes_of("create table t (a int)");
    world.database.execute("alter table runner.migration drop column changes; delete from "
                           "runner.layout where version = 5");
    CHECK(world.shown("1").empty());
    CHECK(world.changes_of("alter table t add b int").size() == 1);
    CHECK(world.shown("1").empty());
    CHECK(world.shown("2").size() == 1);
}
