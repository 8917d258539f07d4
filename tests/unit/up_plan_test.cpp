// Environments, repeatables and dependencies in the plan of `up`, and what a newer release says.
#include "plan/planner.hpp"
#include "plan/status.hpp"
#include "support/plan_builders.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

Policy in(const std::string& environment) {
    return {.environment = environment};
}

Migration depending(const std::string& digits, const std::string& on) {
    auto result = migration(digits);
    Dependency dependency{on};
    if (on.starts_with("R_")) {
        dependency.repeatable = on;
    } else {
        dependency.version = Version::from(on);
    }
    result.up.header.depends.push_back(dependency);
    return result;
}

Repeatable depending(Repeatable repeatable, const std::string& on) {
    repeatable.script.header.depends = depending("1", on).up.header.depends;
    return repeatable;
}

} // namespace

TEST_CASE("A migration for another environment is left out, and said so once") {
    const auto sources = files(
        {migration("001"),
         migration("002", "-- @env: development, test\nselect 2;"),
         migration("003")}
    );
    const auto plan = plan_up(sources, {}, {}, {});
    CHECK(labels(plan) == "001_m1 003_m3");
    REQUIRE(plan.notices.size() == 1);
    CHECK(plan.notices[0] == "not for this environment, and left out: 002_m2");
    CHECK(labels(plan_up(sources, {}, {}, in("test"))) == "001_m1 002_m2 003_m3");
    CHECK(labels(plan_up(sources, {}, count(2), {})) == "001_m1 003_m3");
}

TEST_CASE("What is for another environment is never late") {
    const auto sources =
        files({migration("001"), migration("002", "-- @env: test\nselect 2;"), migration("003")});
    const auto past = history({applied(migration("001"), 1), applied(migration("003"), 2)});
    CHECK(plan_up(sources, past, {}, {}).problems.empty());
    CHECK(find_problems(sources, past, {}).empty());
    CHECK(
        derive_status(sources, past, {}).migrations[1].state ==
        MigrationStatus::State::other_environment
    );
    CHECK(plan_up(sources, past, {}, in("test")).problems.size() == 1);
    CHECK(
        derive_status(sources, past, in("test")).migrations[1].state == MigrationStatus::State::late
    );
}

TEST_CASE("Many files for other environments are one short notice") {
    std::vector<Migration> many;
    for (const auto* digits : {"1", "2", "3", "4", "5"}) {
        many.push_back(migration(digits, "-- @env: test\nselect 1;"));
    }
    const auto plan = plan_up(files(many), {}, {}, {});
    CHECK(
        plan.notices ==
        std::vector<std::string>{"not for this environment, and left out: 1_m1, 2_m2, 3_m3 and 2 "
                                 "more"}
    );
}

TEST_CASE("New and changed repeatables follow the migrations, by name") {
    auto sources = files({migration("001"), migration("002")});
    sources.repeatables = {
        repeatable("R_a"),
        repeatable("R_b", "select 'after';"),
        repeatable("R_c", "SELECT 3;"),
        repeatable("R_d", "-- @env: test\nselect 4;")};
    CHECK(labels(plan_up(sources, {}, {}, {})) == "001_m1 002_m2 R_a R_b R_c");
    auto past = history({applied(migration("001"))});
    past.repeatables = {
        repeated(repeatable("R_b", "select 'before';")), repeated(repeatable("R_c", "select 3;"))};
    const auto plan = plan_up(sources, past, {}, {});
    CHECK(labels(plan) == "002_m2 R_a R_b");
    CHECK(plan.steps.back().action == Step::Action::repeat);
    CHECK_FALSE(plan.steps.back().has_version());
}

TEST_CASE("A target leaves the repeatables for later") {
    auto sources = files({migration("001"), migration("002")});
    sources.repeatables = {repeatable("R_a")};
    CHECK(labels(plan_up(sources, {}, to("2"), {})) == "001_m1 002_m2");
    CHECK(labels(plan_up(sources, {}, count(5), {})) == "001_m1 002_m2");
}

TEST_CASE("A repeatable runs behind what it depends on, and again when that has run") {
    auto sources = files({migration("001")});
    sources.repeatables = {
        depending(repeatable("R_a"), "R_c"), repeatable("R_b"), depending(repeatable("R_c"), "1")};
    CHECK(labels(plan_up(sources, {}, {}, {})) == "001_m1 R_c R_a R_b");
    auto past = history({applied(migration("001"))});
    for (const auto& each : sources.repeatables) {
        past.repeatables.push_back(repeated(each));
    }
    CHECK(plan_up(sources, past, {}, {}).steps.empty());
    past.migrations[0].applied_at = Instant(std::chrono::microseconds(1));
    CHECK(labels(plan_up(sources, past, {}, {})) == "R_c R_a");
    past.repeatables[2].applied_at = Instant(std::chrono::microseconds(2));
    CHECK(labels(plan_up(sources, past, {}, {})) == "R_a");
    CHECK(
        derive_status(sources, past, {}).repeatables[0].state == RepeatableStatus::State::changed
    );
    past.repeatables[2].fingerprint = {};
    past.repeatables[2].checksum = {};
    CHECK(labels(plan_up(sources, past, {}, {})) == "R_c R_a");
}

TEST_CASE("A migration that depends on a repeatable has it run first") {
    auto sources = files({migration("001"), depending("002", "R_x"), migration("003")});
    sources.repeatables = {repeatable("R_a"), depending(repeatable("R_x"), "1")};
    CHECK(labels(plan_up(sources, {}, {}, {})) == "001_m1 R_x 002_m2 003_m3 R_a");
    CHECK(labels(plan_up(sources, {}, to("2"), {})) == "001_m1 R_x 002_m2");
    sources.repeatables[1] = depending(repeatable("R_x"), "3");
    CHECK(
        problem_lines(plan_up(sources, {}, {}, {}).problems) ==
        "R_x depends on 003_m3, which comes later; it has to run before 002_m2\n"
    );
    CHECK(
        problem_lines(find_file_problems(sources)) ==
        "002_m2 depends on 003_m3, through R_x, which a new database gets later\n"
    );
}

TEST_CASE("A dependency that comes later is a problem only while it is not applied") {
    const auto sources = files({depending("001", "002"), migration("002")});
    const auto plan = plan_up(sources, {}, {}, {});
    CHECK(problem_lines(plan.problems) == "001_m1 depends on 002_m2, which comes later\n");
    CHECK(plan.problems[0].location.has_value());
    CHECK(plan.problems[0].kind == Problem::Kind::dependency);
    const auto past = history({applied(migration("002"))});
    Policy any_order;
    any_order.late = Options::Late::apply;
    CHECK(labels(plan_up(sources, past, {}, any_order)) == "001_m1");
    CHECK(
        problem_lines(find_file_problems(sources)) ==
        "001_m1 depends on 002_m2, which a new database gets later\n"
    );
}

TEST_CASE("A dependency on what is left out is told with the reason") {
    const auto sources = files(
        {migration("001", "-- @env: test\nselect 1;"),
         migration("002"),
         migration("003"),
         depending("004", "001"),
         depending("005", "002")}
    );
    const auto past = history({applied(migration("003"))});
    Policy warn;
    warn.late = Options::Late::warn;
    CHECK(
        problem_lines(plan_up(sources, past, {}, warn).problems) ==
        "004_m4 depends on 001_m1, which is not for this environment\n"
        "005_m5 depends on 002_m2, which is late and left out\n"
    );
    CHECK(
        problem_lines(plan_up(sources, past, {}, {}).problems) ==
        "002_m2 is late: 3 is already applied\n"
        "004_m4 depends on 001_m1, which is not for this environment\n"
    );
}

TEST_CASE("What an applied migration depends on is not reverted from under it") {
    const auto sources = files({depending("001", "002"), migration("002"), migration("003")});
    auto past = history(
        {applied(migration("001"), 1), applied(migration("002"), 2), applied(migration("003"), 3)}
    );
    CHECK(plan_down(sources, past, {}).problems.empty());
    const auto plan = plan_down(sources, past, count(2));
    CHECK(
        problem_lines(plan.problems) ==
        "002_m2 cannot be reverted: 001_m1 depends on it and stays\n"
    );
    CHECK(plan_down(sources, past, count(3)).problems.empty());
}

TEST_CASE("A repeatable stays when what it depends on goes, and that is said") {
    auto sources = files({migration("001")});
    sources.repeatables = {depending(repeatable("R_a"), "1"), depending(repeatable("R_b"), "1")};
    auto past = history({applied(migration("001"))});
    past.repeatables = {repeated(sources.repeatables[0])};
    const auto plan = plan_down(sources, past, {});
    CHECK(plan.problems.empty());
    CHECK(plan.notices == std::vector<std::string>{"R_a stays, and depends on 001_m1"});
}

TEST_CASE("A newer release may say that an older one must not start, whatever the policy") {
    const auto sources = files({migration("001"), migration("002")});
    auto newer = applied(migration("004"), 3);
    newer.compatible_from = Version{"3"};
    auto past = history({applied(migration("001"), 1), applied(migration("002"), 2), newer});
    for (const auto ahead : {Options::Ahead::ok, Options::Ahead::warn, Options::Ahead::error}) {
        Policy policy;
        policy.ahead = ahead;
        const auto plan = plan_up(sources, past, {}, policy);
        REQUIRE(plan.problems.size() == 1);
        CHECK(plan.problems[0].kind == Problem::Kind::incompatible);
        CHECK(
            plan.problems[0].message ==
            "4_m4 is applied and says that it takes a release with 3 or "
            "newer; the newest file here is 002_m2"
        );
    }
    past.migrations.back().compatible_from = Version{"2"};
    CHECK(plan_up(sources, past, {}, {}).problems.empty());
    CHECK(plan_up(sources, past, {}, {}).notices.size() == 1);
}

TEST_CASE("Status names the state of every repeatable") {
    Sources sources;
    sources.repeatables = {
        repeatable("R_a"),
        repeatable("R_b", "select 'after';"),
        repeatable("R_c"),
        repeatable("R_d", "-- @env: test\nselect 4;")};
    auto past = history({});
    past.repeatables = {
        repeated(repeatable("R_a")),
        repeated(repeatable("R_b", "select 'before';")),
        repeated(repeatable("R_gone"))};
    std::vector<RepeatableStatus::State> states;
    for (const auto& row : derive_status(sources, past, {}).repeatables) {
        states.push_back(row.state);
    }
    using State = RepeatableStatus::State;
    CHECK(
        states ==
        std::vector<State>{
            State::applied,
            State::changed,
            State::pending,
            State::other_environment,
            State::missing}
    );
}
