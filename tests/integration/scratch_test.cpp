// The throwaway server: what it offers, and that nothing of it stays.
#include "scratch/guardian.hpp"
#include "scratch/scratch_server.hpp"
#include "support/database.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace runner;

namespace {

std::string answer(scratch::ScratchServer& server, const std::string& database, const char* sql) {
    pg::Connection connection(pg::Conninfo(server.url(database)), nullptr);
    return std::string(connection.execute(sql).back().value(0, 0));
}

} // namespace

TEST_CASE("a scratch server has the names of what it stands for, and leaves no folder") {
    std::filesystem::path folder;
    {
        scratch::ScratchServer server(
            {}, {.superuser = "own er", .database = "shop", .roles = {"app", "o'hara"}}, nullptr
        );
        const auto first = server.create();
        CHECK(first == "shop");
        CHECK(answer(server, first, "select current_user") == "own er");
        CHECK(
            answer(
                server, first, "select count(*) from pg_roles where rolname in ('app','o''hara')"
            ) == "2"
        );
        folder = answer(
            server, first, "select split_part(current_setting('data_directory'), '/data', 1)"
        );
        CHECK(std::filesystem::exists(folder));
        CHECK(server.lacking({"plpgsql", "no_such"}) == std::vector<std::string>{"no_such"});
    }
    CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("a copy of a scratch database has its tables, and its own rows from then on") {
    scratch::ScratchServer server({}, {}, nullptr);
    const auto original = server.create();
    answer(server, original, "create table a (); insert into a default values; select 1");
    const auto copy = server.copy(original);
    answer(server, copy, "insert into a default values; select 1");
    CHECK(answer(server, copy, "select count(*) from a") == "2");
    CHECK(answer(server, original, "select count(*) from a") == "1");
    server.drop(copy);
    CHECK_THROWS_AS(answer(server, copy, "select 1"), Error);
}

TEST_CASE("a server that does not start says why") {
    CHECK_THROWS_WITH(
        scratch::ScratchServer({.pg_bin = "/no/such", .url = {}}, {}, nullptr),
        Catch::Contains("--pg-bin /no/such does not hold")
    );
    CHECK_THROWS_WITH(
        scratch::ScratchServer({.pg_bin = {}, .url = "embedded:x"}, {}, nullptr),
        Catch::Contains("a server that runs elsewhere")
    );
}

TEST_CASE("scratch databases elsewhere are dropped, and those of a killed run are found") {
    const runner::test::Database database;
    const ScratchOptions options{.pg_bin = {}, .url = database.conninfo()};
    std::string name;
    {
        scratch::ScratchServer server(options, {}, nullptr);
        name = server.create();
        CHECK(name.starts_with("runner_scratch_"));
        CHECK(answer(server, name, "select 1") == "1");
        CHECK(scratch_leftovers(options, {}).empty());
    }
    {
        auto maintenance = scratch::connect_for_runs(options.url, nullptr);
        CHECK(maintenance.query("select from pg_database where datname = $1", {name}).rows() == 0);
        maintenance.execute("create database runner_scratch_00000000000000ff_1");
    }
    const std::vector<std::string> left{"runner_scratch_00000000000000ff_1"};
    CHECK(scratch_leftovers(options, {}) == left);
    CHECK(drop_scratch_leftovers(options, {}, {}).empty()); // nobody has agreed to any
    CHECK(drop_scratch_leftovers(options, {}, left) == left);
    CHECK(scratch_leftovers(options, {}).empty());
}
