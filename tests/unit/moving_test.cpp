// Down and then up, planned as one.
#include "parse/parser.hpp"
#include "plan/moving.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;

namespace {

Script script(const std::string& name, const std::string& text, ScriptKind kind) {
    auto result = read_script(name, Text(text), kind);
    result.body = read_body(result);
    return result;
}

Migration migration(const std::string& digits, const std::string& up = "select 1;") {
    Migration result;
    result.version = *Version::from(digits);
    result.digits = digits;
    result.name = "m" + result.version.digits;
    result.up = script(result.label() + ".up.sql", up, ScriptKind::up);
    result.down = script(result.label() + ".down.sql", "select 0;", ScriptKind::down);
    return result;
}

Applied applied(const Migration& of, std::int64_t sequence = 1) {
    Applied row;
    row.version = of.version;
    row.sequence = sequence;
    row.name = of.name;
    row.checksum = of.up.checksum;
    row.fingerprint = of.up.body->fingerprint;
    return row;
}

History history(std::vector<Applied> rows) {
    History result;
    result.exists = true;
    result.migrations = std::move(rows);
    return result;
}

std::string labels(const Plan& plan) {
    std::string text;
    for (const auto& step : plan.steps) {
        text += text.empty() ? "" : " ";
        text += step.action == Step::Action::revert ? "-" : "+";
        text += step.version.digits;
    }
    return text;
}

Target to(const char* digits) {
    return {.kind = Target::Kind::version, .count = 0, .version = {digits}};
}

/// Files 1 to 5, and a history in this order.
struct Scene {
    explicit Scene(const std::vector<std::string>& order) {
        for (const auto* digits : {"1", "2", "3", "4", "5"}) {
            sources.migrations.push_back(migration(digits));
        }
        std::vector<Applied> rows;
        for (const auto& digits : order) {
            rows.push_back(applied(migration(digits), static_cast<std::int64_t>(rows.size()) + 1));
        }
        past = history(std::move(rows));
    }

    [[nodiscard]] Plan go_to(const char* digits, const Policy& policy = {}) const {
        return plan_go_to(sources, past, to(digits), policy);
    }

    [[nodiscard]] Plan redo(const Target& target) const {
        return plan_redo(sources, past, target, {});
    }

    Sources sources;
    History past;
};

} // namespace

TEST_CASE("goto goes in the direction in which the version lies") {
    CHECK(labels(Scene({"1", "2"}).go_to("4")) == "+3 +4");
    CHECK(labels(Scene({"1", "2", "3"}).go_to("1")) == "-3 -2");
    CHECK(Scene({"1", "2"}).go_to("2").empty());
    CHECK(labels(Scene({}).go_to("2")) == "+1 +2");
}

TEST_CASE("goto reverts what is in the way of a late version, and applies that one then") {
    const auto plan = Scene({"1", "2", "4", "5"}).go_to("3");

    CHECK(labels(plan) == "-5 -4 +3");
    CHECK(plan.problems.empty());
}

TEST_CASE("goto follows the order of application, and applies again what it had to take away") {
    CHECK(labels(Scene({"1", "4", "2"}).go_to("3")) == "-2 -4 +2 +3");
    CHECK(labels(Scene({"1", "4", "2"}).go_to("4")) == "-2");
}

TEST_CASE("goto back leaves a late file pending and says so") {
    const auto plan = Scene({"1", "3", "4"}).go_to("3");

    CHECK(labels(plan) == "-4");
    CHECK(plan.problems.empty());
    REQUIRE(plan.notices.size() == 1);
    CHECK(plan.notices[0] == "2_m2 is pending below 3 and stays so");
}

TEST_CASE("goto forward stops at a late file unless it may be applied") {
    const Scene scene({"1", "3"});
    CHECK(scene.go_to("4").problems.front().kind == Problem::Kind::late);
    Policy policy;
    policy.late = Options::Late::apply;
    CHECK(labels(scene.go_to("4", policy)) == "+2 +4");
}

TEST_CASE("goto knows what cannot be applied before anything is reverted") {
    Scene scene({"1", "2", "4"});
    scene.sources.migrations[0] = migration("1", "select 'edited';");

    const auto plan = scene.go_to("3");

    REQUIRE(plan.problems.size() == 1);
    CHECK(plan.problems[0].kind == Problem::Kind::edited);
}

TEST_CASE("A version that is nowhere, or goes by another name, is no target") {
    const Scene scene({"1", "2"});
    CHECK_THROWS_AS(scene.go_to("9"), Error);
    auto pasted = to("1");
    pasted.name = "m1";
    CHECK(labels(plan_go_to(scene.sources, scene.past, pasted, {})) == "-2");
    pasted.name = "other";
    CHECK_THROWS_WITH(
        plan_go_to(scene.sources, scene.past, pasted, {}), "migration 1 is 1_m1, not 1_other"
    );
    pasted.version = {"3"};
    CHECK_THROWS_AS(plan_go_to(scene.sources, scene.past, pasted, {}), Error);
}

TEST_CASE("redo goes down and up: the last one, some, from a version on, or all") {
    const Scene scene({"1", "2", "3"});
    CHECK(labels(scene.redo({})) == "-3 +3");
    CHECK(labels(scene.redo({Target::Kind::count, 2, {}})) == "-3 -2 +2 +3");
    CHECK(labels(scene.redo(to("2"))) == "-3 -2 +2 +3");
    CHECK(labels(scene.redo({Target::Kind::base, 0, {}})) == "-3 -2 -1 +1 +2 +3");
    CHECK_THROWS_AS(scene.redo(to("4")), Error);
    CHECK(Scene({}).redo({}).empty());
}

TEST_CASE("redo needs the up file of everything it reverts") {
    Scene scene({"1", "2", "3"});
    scene.sources.migrations.pop_back();
    scene.sources.migrations.pop_back();
    scene.sources.migrations.pop_back();

    const auto plan = scene.redo({});

    REQUIRE_FALSE(plan.problems.empty());
    CHECK(plan.problems.front().kind == Problem::Kind::missing);
}
