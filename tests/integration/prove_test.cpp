// The proof that seeds can be run again.
#include "support/world.hpp"

#include <runner/seeds.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

SeedProof prove(World& world, const std::string& sql, const std::string& file = "001_a.sql") {
    world.seeds.write(file, sql);
    const auto before = world.database.value("select count(*) from t");
    auto proofs = prove_seeds(world.options(), world.recorder, {});
    CHECK(world.database.value("select count(*) from t") == before);
    return proofs.front();
}

std::string verdict(World& world, const std::string& sql) {
    const auto proof = prove(world, sql);
    std::string text;
    for (const auto& finding : proof.findings) {
        text += std::to_string(finding.location.position.line) + " " + finding.message() + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("Seeds that can be run again are proved, whatever they use") {
    World world;
    world.database.execute(
        "create table t (id int primary key, n int, at timestamptz default now(),"
        " made timestamp(0)); create table u (t int references t initially "
        "deferred)"
    );
    for (const auto* sql :
         {"insert into t values (1, 1) on conflict (id) do update set n = excluded.n",
          "insert into t (id, at) values (1, now()) on conflict do nothing",
          "delete from t; insert into t (id, n, at) values (1, 2, null)",
          "truncate t cascade; insert into t (id, at) values (1, '2020-01-01')",
          "insert into u select 7 where not exists (select from u); insert into t (id) values (7) "
          "on conflict do nothing",
          "savepoint a; insert into t (id) values (1) on conflict do nothing; release a",
          "create table if not exists made (i int primary key); insert into made values (1) on "
          "conflict do nothing",
          "set time zone 'Asia/Tokyo'; insert into t (id, at) values (1, now()) on conflict do "
          "nothing",
          "select 1"}) {
        INFO(sql);
        CHECK(verdict(world, sql).empty());
    }
}

TEST_CASE("A time of the clock that is written again is found in every kind of column") {
    World world;
    world.database.execute("create table t (id int primary key, a timestamptz, b timestamp, c "
                           "timestamptz(0), d timestamptz(3))");
    for (const auto* value :
         {"a = now()",
          "a = clock_timestamp()",
          "b = now() at time zone 'utc'",
          "a = now() + interval '1 month 2 hours'",
          "c = now()",
          "d = current_timestamp"}) {
        INFO(value);
        const auto column = std::string(value).substr(0, 1);
        const auto expression = std::string(value).substr(4);
        CHECK(
            verdict(
                world,
                "insert into t (id, " + column + ") values (1, " + expression +
                    ")\non conflict (id) do update set " + value
            ) == "1 a second run changes public.t: 1 row before it, 1 after it\n"
        );
    }
}

TEST_CASE("The statement is found that wrote the row, also through a function, and others are not"
) {
    World world;
    world.database.execute(
        "create table t (id int primary key, n int default 0); create table u (i serial, x int); "
        "create function add() returns void language plpgsql as 'begin begin update t set n = n + "
        "1 where id = 1; exception when others then null; end; end'"
    );
    CHECK(
        verdict(
            world,
            "insert into t values (1) on conflict (id) do update set id = 1;\nselect add();\n"
            "insert into t values (2) on conflict (id) do update set n = t.n - 1;\n"
            "insert into u (x) values (1);\n"
        ) == "2 a second run changes public.t: 2 rows before it, 2 after it\n"
             "3 a second run changes public.t: 2 rows before it, 2 after it\n"
             "4 a second run changes public.u: 1 row before it, 2 after it\n"
    );
    CHECK(world.recorder.remarks.back().find("public.u_i_seq") != std::string::npos);
}

TEST_CASE("A second run that fails is a finding, and the seeds behind it are looked at") {
    World world;
    world.database.execute("create table t (id int primary key)");
    world.seeds.write("002_b.sql", "insert into t values (1) on conflict do nothing;");
    world.seeds.write("003_t.csv", "id\n1\n2\n");
    world.seeds.write("001_a.sql", "select 1;\ninsert into t values (1);");
    const auto proofs = prove_seeds(world.options(), world.recorder, {});
    REQUIRE(proofs.size() == 3);
    REQUIRE(proofs[0].findings.size() == 1);
    CHECK(proofs[0].findings[0].failure.sqlstate == "23505");
    CHECK(proofs[0].findings[0].location.position == Position{2, 1});
    CHECK(proofs[1].result == SeedProof::Result::proved);
    CHECK(proofs[2].result == SeedProof::Result::proved);
    CHECK(error_of([&] { require_proved(proofs); }).kind() == ErrorKind::finding);
    CHECK(world.database.value("select count(*) from t") == "0");
}

TEST_CASE("A deferred constraint is checked as at COMMIT") {
    World world;
    world.database.execute(
        "create table t (id int primary key); create table u (t int references t deferrable "
        "initially deferred)"
    );
    world.seeds.write("001_a.sql", "insert into u values (1);");
    const auto error =
        error_of([&] { static_cast<void>(prove_seeds(world.options(), world.recorder, {})); });
    CHECK(error.server()->sqlstate == "23503");
    CHECK(error.state() == "nothing was kept: a proof is rolled back");
}

TEST_CASE("A proof runs with the role that seeds run with") {
    World world;
    world.database.execute(
        "do $$ begin create role prove_role; exception when duplicate_object then null; end $$; "
        "create table t (id int primary key, who text); grant all on t to prove_role"
    );
    world.seeds.write(
        "001_a.sql",
        "insert into t values (1, current_user) on conflict do nothing; reset role;\n"
        "insert into t values (1, 'x') on conflict (id) do update set who = t.who || 'y';"
    );
    auto options = world.options();
    options.role = "prove_role";
    const auto proofs = prove_seeds(options, world.recorder, {});
    REQUIRE(proofs.front().findings.size() == 1);
    CHECK(proofs.front().findings.front().location.position == Position{2, 1});
    CHECK(proofs.front().findings.front().before.front() == "(1,prove_roley)");
}
