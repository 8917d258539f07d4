// Behind a real PgBouncer in its three modes.
#include "execute/pooling.hpp"
#include "pg/pooler.hpp"
#include "support/pgbouncer.hpp"
#include "support/session.hpp"
#include "support/world.hpp"

#include <runner/planning.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

using namespace runner;
using namespace runner::test;
using pg::Pooling;

namespace {

pg::PoolerFacts facts_through(const std::string& conninfo) {
    pg::Connection connection(pg::Conninfo(conninfo), nullptr);
    return pg::find_pooler(connection, nullptr);
}

Error failure_of_up(World& world, const PgBouncer& pooler) {
    auto options = world.options();
    options.database_url = pooler.conninfo();
    return error_of([&] { world.runner(options).up(); });
}

} // namespace

TEST_CASE("Without a pooler the backend is the one that was connected to") {
    const Database database;
    const auto facts = facts_through(database.conninfo());
    CHECK(facts.pooling == Pooling::direct);
    CHECK(facts.backend_pid > 0);
}

TEST_CASE("Each mode of a pooler is told from the others, idle and under load") {
    if (!PgBouncer::available()) {
        return;
    }

    struct Case {
        const char* mode;
        Pooling pooling;
    };

    for (const auto& [mode, pooling] :
         {Case{"session", Pooling::session_pooling},
          Case{"transaction", Pooling::transaction_pooling},
          Case{"statement", Pooling::statement_pooling}}) {
        CAPTURE(mode);
        const Database database;
        const PgBouncer pooler(database, mode, 8);
        for (int load = 0; load <= 3; ++load) {
            CAPTURE(load);
            std::vector<std::unique_ptr<OtherSession>> busy;
            for (int client = 0; client < load; ++client) {
                busy.push_back(std::make_unique<OtherSession>(pooler.conninfo()));
                busy.back()->start("select pg_sleep(0.2)");
            }
            const auto facts = facts_through(pooler.conninfo());
            CHECK(facts.pooling == pooling);
            CHECK((facts.backend_pid > 0) == (pooling == Pooling::session_pooling));
        }
    }
}

TEST_CASE("A pool that has no backend left for the question counts as transaction pooling") {
    if (!PgBouncer::available()) {
        return;
    }
    const Database database;
    const PgBouncer pooler(database, "session", 1);
    CHECK(facts_through(pooler.conninfo()).pooling == Pooling::transaction_pooling);
}

TEST_CASE("Session pooling is as good as no pooler") {
    if (!PgBouncer::available()) {
        return;
    }
    World world;
    world.write_table("001", "users");
    world.migrations.write("002_index.up.sql", "create index concurrently on users (id);");
    const PgBouncer pooler(world.database, "session");
    auto options = world.options();
    options.database_url = pooler.conninfo();

    world.runner(options).up();

    CHECK(world.applied() == "1 2");
}

TEST_CASE("A reviewed plan is refused through a pooler in transaction mode") {
    if (!PgBouncer::available()) {
        return;
    }
    World world;
    world.write_table("001", "users");
    const PgBouncer pooler(world.database, "transaction");
    auto options = world.options();
    options.database_url = pooler.conninfo();
    const auto review = review_plan(options, world.recorder, {});

    const auto failure =
        error_of([&] { carry_out_reviewed(options, world.recorder, {}, review.plan_hash); });

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(failure.state() == "nothing was done");
    CHECK(failure.advice() == "use a direct URL");
    CHECK_FALSE(world.has_table("users"));
    world.runner(options).up();
    CHECK(world.applied() == "1");
}

TEST_CASE("Whoever blocks is named through a pooler in session mode, too") {
    if (!PgBouncer::available()) {
        return;
    }
    World world;
    world.database.execute("create table users ()");
    const OtherSession reader(world.database.conninfo(), "billing");
    reader.execute("begin; select from users");
    world.migrations.write("001_note.up.sql", "alter table users add column note text;");
    const PgBouncer pooler(world.database, "session");
    auto options = world.options();
    options.database_url = pooler.conninfo();
    options.lock_timeout = std::chrono::milliseconds(200);
    options.lock_retries = 0;

    const auto failure = error_of([&] { world.runner(options).up(); });

    REQUIRE(failure.blockers().size() == 1);
    CHECK(failure.blockers()[0].application == "billing");
}

TEST_CASE(
    "A file outside of a transaction is refused behind transaction pooling before anything runs"
) {
    if (!PgBouncer::available()) {
        return;
    }
    World world;
    world.write_table("001", "users");
    world.migrations.write("002_index.up.sql", "create index concurrently on users (id);");
    const PgBouncer pooler(world.database, "transaction");

    const auto failure = failure_of_up(world, pooler);

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(
        std::string(failure.what()) ==
        "002_index runs outside of a transaction, and the connection goes through a pooler in "
        "transaction mode"
    );
    CHECK(failure.state() == "nothing was done");
    CHECK_FALSE(world.has_table("users"));
    CHECK(world.database.value("select to_regnamespace('runner')").empty());
}

TEST_CASE("Everything is refused behind statement pooling, but for having nothing to do") {
    if (!PgBouncer::available()) {
        return;
    }
    World world;
    const PgBouncer pooler(world.database, "statement");
    auto options = world.options();
    options.database_url = pooler.conninfo();
    CHECK_NOTHROW(world.runner(options).up());
    world.write_table("001", "users");

    const auto failure = failure_of_up(world, pooler);

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK(
        std::string(failure.what()) ==
        "the connection goes through a pooler that allows no transactions"
    );
    CHECK_FALSE(world.has_table("users"));
}
