// One file in the place of others, as databases see it that have run the one, the others, or some.
#include "plan/moving.hpp"
#include "plan/planner.hpp"
#include "plan/repairs.hpp"
#include "plan/replacements.hpp"
#include "plan/status.hpp"
#include "squash/baseline_file.hpp"
#include "support/plan_builders.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::test;

namespace {

Migration named(const std::string& digits, const std::string& name, const std::string& up) {
    auto result = migration(digits, up);
    result.name = name;
    return result;
}

/// Stands for these.
Migration
replacing(const std::string& digits, const std::string& name, const std::vector<Migration>& old) {
    return named(digits, name, squash::replaces_lines(old) + "select 'everything';");
}

/// 001 to 003 are one file now, and 004 depends on 002.
struct Squashed {
    std::vector<Migration> old = {migration("001"), migration("002"), migration("003")};
    Migration one = replacing("003", "baseline", old);
    Migration next = migration("004");

    [[nodiscard]] Sources sources(const History& past) const {
        auto result = files({one, next});
        result.replacements = {one};
        result.migrations[1].up.header.depends = {
            {.name = "002", .version = Version{"3"}, .replaced = Version{"2"}}};
        settle_replacements(result, past);
        return result;
    }

    [[nodiscard]] Plan up(const History& past, const Target& target = {}) const {
        return plan_up(sources(past), past, target, {});
    }
};

std::string labels_of(const Sources& sources) {
    std::string text;
    for (const auto& migration : sources.migrations) {
        text += migration.label() + " ";
    }
    return text;
}

} // namespace

TEST_CASE("A new database runs the one file, and one that has run the others sees them as applied"
) {
    const Squashed folder;
    CHECK(labels(folder.up({})) == "003_baseline 004_m4");
    const auto all =
        history({applied(folder.old[0]), applied(folder.old[1], 2), applied(folder.old[2], 3)});
    const auto plan = folder.up(all);
    CHECK(labels(plan) == "004_m4");
    CHECK(plan.problems.empty());
    CHECK(find_problems(folder.sources(all), all, {}).empty());
    CHECK(labels(folder.up(history({applied(folder.one)}))) == "004_m4");
    auto renamed = applied(folder.one);
    renamed.name = "everything";
    CHECK(folder.up(history({renamed})).problems.empty());
}

TEST_CASE("A database that has run some of the replaced files is refused, with the way out") {
    const Squashed folder;
    const auto plan = folder.up(history({applied(folder.old[0])}));
    REQUIRE(plan.problems.size() == 1);
    CHECK(
        plan.problems[0].message == "003_baseline replaces migrations of which this database has "
                                    "run some, but not 002_m2 and 1 more"
    );
    CHECK(plan.problems[0].advice.ends_with("runner up --dir archive/003"));
    CHECK(plan.problems[0].kind == Problem::Kind::missing);
}

TEST_CASE("A replaced file that ran with another text is an edit, and nothing for repair") {
    const Squashed folder;
    auto past = history({applied(folder.old[0]), applied(folder.old[1]), applied(folder.old[2])});
    past.migrations[1] = applied(migration("002", "select 'another';"));
    const auto sources = folder.sources(past);
    CHECK(
        problem_lines(plan_up(sources, past, {}, {}).problems) ==
        "002_m2 was edited after it was applied\n"
    );
    CHECK(find_repairs(sources, past, {}).done.empty());
    past.migrations[1] = applied(migration("002", "SELECT 1; -- as before"));
    CHECK(plan_up(folder.sources(past), past, {}, {}).problems.empty());
}

TEST_CASE("Going back below a replacement reverts each with the text of the history") {
    const Squashed folder;
    const auto past = history(
        {applied(folder.old[0]),
         applied(folder.old[1], 2),
         applied(folder.old[2], 3),
         applied(folder.next, 4)}
    );
    const auto plan = plan_down(folder.sources(past), past, to("1"));
    CHECK(labels(plan) == "004_m4 003_m3 002_m2");
    CHECK(!plan.steps[0].from_history);
    CHECK(plan.steps[1].from_history);
    CHECK(
        problem_lines(plan_redo(folder.sources(past), past, count(2), {}).problems) ==
        "003_m3 has no up file to apply again\n"
        "003_baseline replaces migrations of which this database has run some, but not 003_m3\n"
    );
}

TEST_CASE("What depends on a replaced migration depends on what is in its place") {
    const Squashed folder;
    const auto all =
        history({applied(folder.old[0]), applied(folder.old[1]), applied(folder.old[2])});
    CHECK(folder.sources(all).migrations[3].up.header.depends[0].version == Version{"2"});
    CHECK(folder.sources({}).migrations[1].up.header.depends[0].version == Version{"3"});
    auto sources = folder.sources(all);
    settle_replacements(sources, {});
    CHECK(labels_of(sources) == "003_baseline 004_m4 ");
    CHECK(sources.migrations[1].up.header.depends[0].version == Version{"3"});
}

TEST_CASE("A replacement that is replaced itself stands for what it had replaced") {
    const std::vector<Migration> first = {migration("001"), migration("002")};
    const auto older = replacing("002", "baseline", first);
    const std::vector<Migration> second = {older, migration("003")};
    const auto newer = replacing("003", "baseline", second);
    const auto view = [&](const History& past) {
        auto sources = files({newer});
        sources.replacements = {newer};
        settle_replacements(sources, past);
        return labels_of(sources);
    };
    CHECK(view({}) == "003_baseline ");
    CHECK(view(history({applied(newer)})) == "003_baseline ");
    CHECK(view(history({applied(older), applied(second[1])})) == "002_baseline 003_m3 ");
    CHECK(view(history({applied(first[0]), applied(first[1])})) == "001_m1 002_m2 003_m3 ");
    CHECK(view(history({applied(first[0])})) == "001_m1 002_m2 003_m3 ");
}

TEST_CASE("A replacement cannot be marked as applied where some of the replaced files ran") {
    const Squashed folder;
    const auto past = history({applied(folder.old[0])});
    CHECK_THROWS_WITH(
        plan_baseline(folder.sources(past), past, Version{"4"}),
        "002_m2 is not here to be marked: 003_baseline replaces it"
    );
    CHECK(labels(plan_baseline(folder.sources({}), {}, Version{"3"})) == "003_baseline");
}
