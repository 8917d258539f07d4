// Every rule of the plan, without a database.
#include "plan/planner.hpp"
#include "plan/status.hpp"
#include "support/plan_builders.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

TEST_CASE("A file edited after it was applied stops the plan") {
    const auto sources = files({migration("001", "select 'after';")});
    const auto plan =
        plan_up(sources, history({applied(migration("001", "select 'before';"))}), {}, {});
    REQUIRE(plan.problems.size() == 1);
    CHECK(plan.problems[0].kind == Problem::Kind::edited);
    CHECK(plan.problems[0].message == "001_m1 was edited after it was applied");
}

TEST_CASE("An edit of comments, layout and case is a notice") {
    const auto sources = files({migration("001", "-- new\nSELECT   1 ;")});
    const auto plan = plan_up(sources, history({applied(migration("001"))}), {}, {});
    CHECK(plan.problems.empty());
    CHECK(plan.notices.size() == 1);
}

TEST_CASE("Targets of up bound what is applied") {
    const auto sources = files({migration("001"), migration("002"), migration("003")});
    CHECK(labels(plan_up(sources, {}, {}, {})) == "001_m1 002_m2 003_m3");
    CHECK(labels(plan_up(sources, {}, count(2), {})) == "001_m1 002_m2");
    CHECK(labels(plan_up(sources, {}, to("2"), {})) == "001_m1 002_m2");
    CHECK_THROWS_AS(plan_up(sources, {}, to("9"), {}), Error);
    const Target base{.kind = Target::Kind::base, .count = 0, .version = {}};
    CHECK_THROWS_AS(plan_up(sources, {}, base, {}), Error);
}

TEST_CASE("A late file is an error, a notice or applied, as the policy says") {
    const auto sources = files({migration("001"), migration("002")});
    const auto past = history({applied(migration("002"))});
    const auto strict = plan_up(sources, past, {}, {});
    REQUIRE(strict.problems.size() == 1);
    CHECK(strict.problems[0].kind == Problem::Kind::late);
    Policy policy;
    policy.late = Options::Late::warn;
    CHECK(plan_up(sources, past, {}, policy).empty());
    CHECK(plan_up(sources, past, {}, policy).notices.size() == 1);
    policy.late = Options::Late::apply;
    CHECK(labels(plan_up(sources, past, {}, policy)) == "001_m1");
}

TEST_CASE("A missing file is an error, a newer database only when the policy says so") {
    const auto sources = files({migration("002")});
    const auto gone =
        plan_up(sources, history({applied(migration("001")), applied(migration("002"))}), {}, {});
    REQUIRE(gone.problems.size() == 1);
    CHECK(gone.problems[0].kind == Problem::Kind::missing);

    const auto newer = history({applied(migration("002")), applied(migration("003"))});
    CHECK(plan_up(sources, newer, {}, {}).problems.empty());
    CHECK(plan_up(sources, newer, {}, {}).notices.size() == 1);
    Policy policy;
    policy.ahead = Options::Ahead::ok;
    CHECK(plan_up(sources, newer, {}, policy).notices.empty());
    policy.ahead = Options::Ahead::error;
    CHECK(plan_up(sources, newer, {}, policy).problems.at(0).kind == Problem::Kind::ahead);
}

TEST_CASE("A statement in doubt stands in the way of all that is not its own migration") {
    const auto sources = files({migration("001"), migration("002")});
    History past;
    past.journal.push_back(
        {.version = {"1"}, .name = "001_m1", .statement = 2, .checksum = {}, .started_at = {}}
    );
    // Whoever runs 001 looks at what is there.
    CHECK(plan_up(sources, past, {}, {}).problems.empty());
    CHECK(plan_down(sources, past, {}).problems.at(0).kind == Problem::Kind::partial);
    CHECK(find_problems(sources, past, {}).at(0).kind == Problem::Kind::partial);
    CHECK(plan_up(files({migration("002")}), past, {}, {}).problems.size() == 1);
    past.journal[0].version = {"2"}; // 001 comes before it
    CHECK(plan_up(sources, past, {}, {}).problems.at(0).kind == Problem::Kind::partial);
    past.journal[0].running = true; // another runner's, which has the lock
    CHECK(plan_up(sources, past, {}, {}).problems.empty());
    CHECK(
        derive_status(sources, past, {}).migrations.at(1).state == MigrationStatus::State::running
    );
    past.journal[0].outcome = JournalEntry::Outcome::failed;
    CHECK(plan_up(sources, past, {}, {}).problems.empty());
}

TEST_CASE("Down goes backwards through the order of application") {
    const auto sources = files({migration("001"), migration("002"), migration("003")});
    const auto past = history(
        {applied(migration("001"), 1), applied(migration("003"), 2), applied(migration("002"), 3)}
    );
    CHECK(labels(plan_down(sources, past, {})) == "002_m2");
    CHECK(labels(plan_down(sources, past, count(2))) == "002_m2 003_m3");
    CHECK(labels(plan_down(sources, past, count(9))) == "002_m2 003_m3 001_m1");
    CHECK(labels(plan_down(sources, past, to("3"))) == "002_m2");
    CHECK(labels(plan_down(sources, past, to("2"))).empty());
    CHECK_THROWS_AS(plan_down(sources, past, to("7")), Error);
    CHECK(plan_down(sources, {}, {}).empty());
}

TEST_CASE("A down without a file asks the history") {
    auto only_up = migration("001");
    only_up.down.reset();
    const auto plan = plan_down(files({only_up}), history({applied(only_up)}), {});
    REQUIRE(plan.steps.size() == 1);
    CHECK(plan.steps[0].from_history);
}

TEST_CASE("Seeds run when new, changed, forced or always, and only in their environment") {
    Sources sources;
    sources.seeds = {
        seed("001_a"),
        seed("002_b", "-- @env: test\nselect 2;"),
        seed("003_c", "-- @always: true\nselect 3;")};
    History past;
    for (const auto& known : sources.seeds) {
        past.seeds.push_back(
            {.name = known.name,
             .checksum = known.script.checksum,
             .fingerprint = known.script.body->fingerprint,
             .applied_at = {},
             .applied_by = {}}
        );
    }
    Policy policy;
    CHECK(labels(plan_seeds(sources, {}, {}, policy)) == "001_a 003_c");
    CHECK(labels(plan_seeds(sources, past, {}, policy)) == "003_c");
    policy.environment = "test";
    CHECK(labels(plan_seeds(sources, {}, {}, policy)) == "001_a 002_b 003_c");
    CHECK(
        labels(plan_seeds(sources, past, {.names = {}, .force = true}, policy)) ==
        "001_a 002_b 003_c"
    );
    CHECK(
        labels(plan_seeds(sources, {}, {.names = {"2", "001_a"}, .force = false}, policy)) ==
        "001_a 002_b"
    );
    CHECK_THROWS_AS(plan_seeds(sources, {}, {.names = {"nowhere"}, .force = false}, policy), Error);
}

TEST_CASE("verify reports what up lets pass with a notice") {
    auto no_down = migration("002");
    no_down.down.reset();
    auto declared = migration("003", "-- @irreversible: data\nselect 1;");
    declared.down.reset();
    auto sources = files({migration("001"), no_down, declared});
    sources.orphans.push_back({{"7"}, "migrations/007_x.down.sql"});
    Policy policy;
    policy.late = Options::Late::warn;
    const auto problems = find_problems(
        sources, history({applied(migration("002")), applied(migration("009"))}), policy
    );
    std::vector<Problem::Kind> kinds;
    kinds.reserve(problems.size());
    for (const auto& problem : problems) {
        kinds.push_back(problem.kind);
    }
    CHECK(
        kinds ==
        std::vector<Problem::Kind>{
            Problem::Kind::ahead,
            Problem::Kind::late,
            Problem::Kind::late,
            Problem::Kind::no_down,
            Problem::Kind::orphan}
    );
}

TEST_CASE("Status names the state of every migration and seed") {
    using State = MigrationStatus::State;
    auto sources = files(
        {migration("001"),
         migration("002", "select 'new';"),
         migration("003", "SELECT 1;"),
         migration("005"),
         migration("008"),
         migration("009")}
    );
    sources.seeds = {seed("001_a"), seed("002_b", "-- @env: test\nselect 2;")};
    auto past = history(
        {applied(migration("001")),
         applied(migration("002", "select 'old';")),
         applied(migration("003")),
         applied(migration("004")),
         applied(migration("006")),
         applied(migration("010"))}
    );
    past.seeds.push_back(
        {.name = "009_gone", .checksum = {}, .fingerprint = {}, .applied_at = {}, .applied_by = {}}
    );
    past.journal.push_back(
        {.version = {"9"}, .name = "009_m9", .statement = 1, .checksum = {}, .started_at = {}}
    );

    const auto status = derive_status(sources, past, {});

    std::vector<State> states;
    states.reserve(status.migrations.size());
    for (const auto& row : status.migrations) {
        states.push_back(row.state);
    }
    CHECK(
        states ==
        std::vector<State>{
            State::applied,
            State::edited,
            State::cosmetic,
            State::missing,
            State::late,
            State::missing,
            State::late,
            State::partial,
            State::ahead}
    );
    REQUIRE(status.seeds.size() == 3);
    CHECK(status.seeds[0].state == SeedStatus::State::pending);
    CHECK(status.seeds[1].state == SeedStatus::State::other_environment);
    CHECK(status.seeds[2].state == SeedStatus::State::missing);
    CHECK(status.current->version == Version{"10"});
}
