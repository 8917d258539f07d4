// The observer a person reads.
#include "cli/console.hpp"
#include "cli/terminal.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

namespace {

Settings silent() {
    Settings settings;
    settings.console.level = "off";
    return settings;
}

Step step(Step::Action action, const std::string& label) {
    Step result;
    result.action = action;
    result.label = label;
    return result;
}

} // namespace

TEST_CASE("With --yes nothing is asked") {
    auto settings = silent();
    settings.yes = true;
    Console console(settings, nullptr);
    CHECK(console.confirm({"  down  001_a"}, "Revert it?", "reverting"));
    CHECK_FALSE(console.declined());
}

TEST_CASE("Where nobody can be asked, the question is an error that names --yes") {
    if (can_ask()) {
        return; // somebody is watching this test
    }
    Console console(silent(), nullptr);
    Plan plan;
    plan.steps = {step(Step::Action::revert, "002_b"), step(Step::Action::revert, "001_a")};
    CHECK_THROWS_WITH(
        console.approve(plan),
        "reverting 2 migrations needs --yes, since there is no terminal to ask on"
    );
    CHECK_FALSE(console.declined());
}

TEST_CASE("What is done, noticed and remarked is kept whatever the log shows") {
    Console console(silent(), nullptr);
    const auto first = step(Step::Action::apply, "001_a");
    Plan plan;
    plan.notices = {"001_a has no down file"};
    console.planned(plan);
    console.notice(first, {"WARNING", "01000", "careful", "", "", ""});
    console.finished(first, std::chrono::milliseconds{7});

    const auto& outcome = console.outcome();
    REQUIRE(outcome.done.size() == 1);
    CHECK(outcome.done[0].label == "001_a");
    CHECK(outcome.done[0].took.count() == 7);
    REQUIRE(outcome.notices.size() == 1);
    CHECK(outcome.notices[0].step == "001_a");
    CHECK(outcome.notices[0].message.message == "careful");
    CHECK(outcome.remarks == std::vector<std::string>{"001_a has no down file"});
}
