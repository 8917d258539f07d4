// `seed`: new and changed ones, environments, CSV.
#include "support/process.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

using namespace runner;
using namespace runner::test;

namespace {

/// The most that this process has had in memory.
std::size_t peak_kilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (std::size_t kilobytes = 0; word == "VmHWM:" && status >> kilobytes) {
            return kilobytes;
        }
    }
    throw std::runtime_error("the system does not say how much memory was used");
}

std::size_t seeded(World& world, const SeedRequest& request = {}) {
    return world.runner().seed(request).done.size();
}

} // namespace

TEST_CASE("A seed runs once, and again when it was really changed") {
    World world;
    world.database.execute("create table t (id int primary key)");
    world.seeds.write("001_t.sql", "insert into t values (1) on conflict do nothing;");
    CHECK(seeded(world) == 1);
    CHECK(seeded(world) == 0);
    world.seeds.write("001_t.sql", "-- reworded\nINSERT INTO t VALUES (1) on conflict do nothing;");
    CHECK(seeded(world) == 0);
    world.seeds.write("001_t.sql", "insert into t values (2) on conflict do nothing;");
    CHECK(seeded(world) == 1);
    CHECK(world.database.value("select count(*) from t") == "2");
}

TEST_CASE("Force and @always run unchanged seeds, a name picks one") {
    World world;
    world.database.execute("create table t (id int)");
    world.seeds.write("001_a.sql", "insert into t values (1);");
    world.seeds.write("002_b.sql", "-- @always: true\ninsert into t values (2);");
    CHECK(seeded(world) == 2);
    CHECK(seeded(world) == 1);
    CHECK(seeded(world, {.names = {"001"}, .force = true}) == 1);
    CHECK(seeded(world, {.names = {"001_a"}, .force = false}) == 0);
    CHECK(world.database.value("select string_agg(id::text, '' order by id) from t") == "1122");
    CHECK(error_of([&] {
              seeded(world, {.names = {"009"}, .force = false});
          }).kind() == ErrorKind::usage);
}

TEST_CASE("A seed for another environment stays out") {
    World world;
    world.database.execute("create table t (id int)");
    world.seeds.write("001_dev.sql", "-- @env: development, test\ninsert into t values (1);");
    CHECK(seeded(world) == 0);
    auto options = world.options();
    options.environment = "test";
    CHECK(world.runner(options).seed().done.size() == 1);
}

TEST_CASE("A failing seed is rolled back alone") {
    World world;
    world.database.execute("create table t (id int)");
    world.seeds.write("001_good.sql", "insert into t values (1);");
    world.seeds.write("002_bad.sql", "insert into t values (2);\ninsert into t values ('x');");

    const auto failure = error_of([&] { seeded(world); });

    CHECK(failure.kind() == ErrorKind::statement);
    CHECK(failure.location()->position == Position{2, 23});
    CHECK(world.database.value("select count(*) from t") == "1");
    CHECK(world.database.value("select count(*) from runner.seed") == "1");
}

TEST_CASE("up_and_seed runs both under one lock, seeds after migrations") {
    World world;
    world.write_table("001", "t");
    world.seeds.write("001_t.sql", "insert into t values (1);");
    CHECK(world.runner().up_and_seed().done.size() == 2);
    CHECK(world.runner().up_and_seed().done.empty());
}

TEST_CASE("A CSV seed inserts new rows and updates known ones") {
    World world;
    world.database.execute("create schema shop; create table shop.price "
                           "(code text primary key, cents int, note text default 'kept')");
    world.seeds.write(
        "001_shop.price.csv",
        "code,note,cents\napple,\"a \"\"red\"\" one, or two\nlines\",10\npear,,20\n"
    );
    CHECK(seeded(world) == 1);
    CHECK(
        world.database.value("select note from shop.price where code = 'apple'") ==
        "a \"red\" one, or two\nlines"
    );
    CHECK(world.database.value("select note is null from shop.price where code = 'pear'") == "t");
    CHECK(seeded(world) == 0);

    world.seeds.write("001_shop.price.csv", "code,cents\r\npear,25\r\nplum,30\r\n");
    CHECK(seeded(world) == 1);
    CHECK(
        world.database.value("select string_agg(code || cents, ' ' order by code) from "
                             "shop.price") == "apple10 pear25 plum30"
    );
}

TEST_CASE("A CSV seed with keys of an identity column leaves the sequence behind them") {
    World world;
    world.database.execute("create table t (id int generated always as identity primary key, "
                           "name text); create table u (id serial primary key, name text)");
    world.seeds.write("001_t.csv", "id,name\n1,one\n7,seven\n");
    world.seeds.write("002_u.csv", "id,name\n3,three\n");
    CHECK(seeded(world) == 2);
    CHECK(world.database.value("insert into t (name) values ('next') returning id") == "8");
    CHECK(world.database.value("insert into u (name) values ('next') returning id") == "4");
    world.seeds.write("001_t.csv", "id,name\n1,uno\n7,seven\n");
    CHECK(seeded(world) == 1);
    CHECK(world.database.value("select name from t where id = 1") == "uno");
}

TEST_CASE("What is wrong with a CSV seed is said with its line") {
    World world;
    world.database.execute("create table t (id int primary key, n int); create table bare (n int)");
    world.seeds.write("001_t.csv", "id,n\n1,2\n2,two\n");
    auto failure = error_of([&] { seeded(world); });
    REQUIRE(failure.location());
    CHECK(failure.location()->position.line == 3);
    CHECK(world.database.value("select count(*) from t") == "0");

    const std::pair<const char*, const char*> cases[] = {
        {"001_nowhere.csv", "there is no table nowhere"},
        {"001_bare.csv", "table bare has no primary key"},
        {"001_t.csv", "the header line lacks id"}};
    for (const auto& [file, words] : cases) {
        World other;
        other.database.execute(
            "create table t (id int primary key, n int); create table bare (n int)"
        );
        other.seeds.write(file, "n\n1\n");
        failure = error_of([&] { seeded(other); });
        CHECK(std::string(failure.what()).find(words) != std::string::npos);
    }
}

TEST_CASE("The rows of a COPY do not stay in memory") {
    constexpr std::size_t rows_kilobytes = 48 * 1024;
    World world;
    world.database.execute("create table t (a text)");
    std::string text = "copy t from stdin where false;\n";
    for (std::size_t row = 0; row < rows_kilobytes; ++row) {
        text.append(1023, 'x').append("\n");
    }
    world.seeds.write("001_t.sql", text + "\\.\n");

    const Process loading([&] {
        const auto before = peak_kilobytes();
        seeded(world);
        if (const auto taken = peak_kilobytes() - before; taken > rows_kilobytes / 2) {
            throw std::runtime_error("it took " + std::to_string(taken) + " kB");
        }
    });

    CHECK(loading.wait());
}
