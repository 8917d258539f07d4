// A look at a plan, and a rehearsal, leave nothing behind; a script has the lock of the runner.
#include "psql/lock_key_sql.hpp"
#include "support/session.hpp"
#include "support/world.hpp"
#include "work/lock_keys.hpp"

#include <runner/planning.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

using namespace runner;
using namespace runner::test;

namespace {

/// Everything in the catalogs and in the tables of a world that a transaction may have changed.
std::string everything(const World& world) {
    return world.database.value(
        "select md5(string_agg(t, '|')) from ("
        "select c.oid::text || c.relname || c.relkind::text || c.relnatts || c.relfilenode as t "
        "from pg_class c where c.relnamespace >= 2200 union all "
        "select proname || md5(prosrc) from pg_proc where pronamespace >= 2200 union all "
        "select nspname::text from pg_namespace where nspname !~ '^pg_(temp|toast)' union all "
        "select attrelid::text || attname || attisdropped::text from pg_attribute "
        "where attrelid >= 16384 union all select datname::text from pg_database union all "
        "select rolname::text from pg_roles order by 1) all_of_it"
    );
}

std::string rows(const World& world) {
    return world.database.value("select string_agg(xmin::text || kept::text, ',') from kept");
}

} // namespace

TEST_CASE("The server computes the runner's lock from the name of its database") {
    const World world;
    const auto& own = world.database.name();
    for (const auto more : {std::size_t{0}, std::size_t{10}, std::size_t{63}}) {
        const auto name =
            more == 0 ? own
                      : (own + std::string(63, 'n')).substr(0, own.size() + more).substr(0, 63);
        if (name != own) {
            world.database.execute("create database " + name + " template template0");
        }
        auto conninfo = world.database.conninfo();
        conninfo.replace(conninfo.find(own), own.size(), name);
        for (const auto& schema :
             {std::string("runner"),
              std::string("r"),
              std::string("it's \"odd\""),
              std::string(50, 'y'),
              std::string(63, 'x')}) {
            INFO(name << " " << schema);
            const auto found = value_from(
                conninfo,
                psql::lock_keys_sql(schema) + "select current_setting('runner.lock_key') || ' ' || "
                                              "current_setting('runner.step_key')"
            );
            CHECK(
                found == std::to_string(lock_key(name, schema)) + " " +
                             std::to_string(transaction_lock_key(name, schema))
            );
        }
        if (name != own) {
            world.database.execute("drop database " + name);
        }
    }
}

TEST_CASE("A plan writes nothing and takes no lock that anybody would notice") {
    const World world;
    world.write_table("001", "a");
    world.database.execute("create table kept (id int); insert into kept values (1)");
    Recorder recorder;
    const auto written = [&] { return world.database.value("select pg_current_wal_insert_lsn()"); };
    bool wrote = true;
    for (int attempt = 0; wrote && attempt < 3;
         ++attempt) { // the server itself writes now and then
        const auto before = written();
        CHECK(review_plan(world.options(), recorder, {}).plan.steps.size() == 1);
        wrote = written() != before;
    }
    CHECK_FALSE(wrote);
    CHECK(world.database.value("select to_regnamespace('runner')").empty());
}

TEST_CASE("A rehearsal leaves neither object nor row nor history behind") {
    const World world;
    world.database.execute("create table kept (id int); insert into kept values (1), (2)");
    world.migrations.write(
        "001_all.up.sql",
        "create table made (id int primary key); create schema other; create role rehearsed;\n"
        "create function f() returns int language sql as 'select 1';\n"
        "update kept set id = id + 1; delete from kept where id = 2; truncate kept;\n"
        "alter table kept add column more int; copy made from stdin;\n1\n\\.\n"
        "set work_mem = '1MB'; do $$ begin drop table kept; end $$;\n"
    );
    world.seeds.write("001_made.csv", "id\n5\n");
    world.seeds.write("002_made.csv", "id\n6\n");
    const auto objects = everything(world);
    const auto data = rows(world);
    Recorder recorder;
    const auto rehearsal = rehearse(world.options(), recorder, {.seed = true});
    REQUIRE(rehearsal.steps.size() == 3);
    for (const auto& step : rehearsal.steps) {
        INFO((step.error ? step.error->what() : ""));
        CHECK(step.outcome == Rehearsed::Outcome::passed);
    }
    CHECK(everything(world) == objects);
    CHECK(rows(world) == data);
    CHECK(world.database.value("select to_regnamespace('runner')").empty());
    CHECK(world.database.value("select count(*) from pg_locks where locktype = 'advisory'") == "0");
}

TEST_CASE("A rehearsal cannot be made to commit by what a file calls") {
    const World world;
    world.database.execute("create procedure sneaks() language plpgsql as "
                           "$$ begin create table sneaked (); commit; end $$");
    for (const auto* statement :
         {"call sneaks();",
          "do $$ begin create table sneaked (); commit; end $$;",
          "create table sneaked (); do $$ begin execute 'commit'; end $$;"}) {
        world.migrations.write("001_sneak.up.sql", statement);
        Recorder recorder;
        const auto rehearsal = rehearse(world.options(), recorder, {});
        REQUIRE(rehearsal.steps.size() == 1);
        CHECK(rehearsal.steps.front().outcome == Rehearsed::Outcome::failed);
        CHECK_FALSE(world.has_table("sneaked"));
    }
}

TEST_CASE("A rehearsal waits for another runner, and gives up when its patience ends") {
    const World world;
    world.write_table("001", "a");
    const auto name = world.database.value("select current_database()");
    const OtherSession other(world.database.conninfo());
    other.execute("select pg_advisory_lock(" + std::to_string(lock_key(name, "runner")) + ")");
    auto options = world.options();
    options.lock_wait = std::chrono::milliseconds(300);
    Recorder recorder;
    const auto error = error_of([&] { static_cast<void>(rehearse(options, recorder, {})); });
    CHECK(error.kind() == ErrorKind::lock);
}

TEST_CASE("The sizes of tables are those of the target, of partitions together") {
    const World world;
    world.database.execute(
        "create table plain (id int primary key); insert into plain select generate_series(1, "
        "5000);"
        "create table parts (id int) partition by range (id);"
        "create table part_1 partition of parts for values from (0) to (100);"
        "create table part_2 partition of parts for values from (100) to (10000);"
        "insert into parts select generate_series(0, 2999); create table never ();"
        "create view seen as select 1; analyze plain; analyze part_1; analyze part_2"
    );
    world.migrations.write(
        "001_touch.up.sql",
        "update plain set id = id; delete from parts; alter table never add a int; "
        "create rule r as on insert to seen do instead nothing; drop table absent, fresh; "
        "create table fresh (); insert into other_db.public.plain values (1);\n"
    );
    Recorder recorder;
    const auto review = review_plan(world.options(), recorder, {});
    REQUIRE(review.tables.size() == 7);
    const auto size_of = [&](const std::string& table) {
        return std::stoll(world.database.value(
            "select sum(pg_total_relation_size(c)) from unnest(array[" + table + "]::regclass[]) c"
        ));
    };
    CHECK(review.tables[0].name == "public.plain");
    CHECK(review.tables[0].rows == 5000);
    CHECK(review.tables[0].bytes == size_of("'plain'"));
    CHECK(review.tables[1].kind == "partitioned table");
    CHECK(review.tables[1].rows == 3000);
    CHECK(review.tables[1].bytes == size_of("'part_1', 'part_2'"));
    CHECK(review.tables[2].rows == std::nullopt);
    CHECK(review.tables[3].kind == "view");
    CHECK(review.tables[4].state == TouchedTable::State::missing);
    CHECK(review.tables[5].state == TouchedTable::State::made);
    CHECK(review.tables[5].made_by == "001_touch");
    CHECK(review.tables[6].state == TouchedTable::State::missing);
}

TEST_CASE("A plan numbers the transactions and the pipelines of a run") {
    const World world;
    world.write_table("001", "a");
    world.write_table("002", "b");
    world.migrations.write("003_i.up.sql", "create index concurrently on a (id);\n");
    world.write_table("004", "c");
    Recorder recorder;
    const auto review = review_plan(world.options(), recorder, {});
    REQUIRE(review.steps.size() == 4);
    CHECK(review.steps[0].transaction == 1);
    CHECK(review.steps[1].transaction == 2);
    CHECK(review.steps[1].pipeline == review.steps[0].pipeline);
    CHECK(review.steps[2].transaction == std::nullopt);
    CHECK(review.steps[3].transaction == 3);
    CHECK(review.steps[3].pipeline == 2);
}
