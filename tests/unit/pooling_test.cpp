// What can be done through a pooler.
#include "execute/pooling.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace runner;
using pg::Pooling;

namespace {

Plan plan_of(bool transactional) {
    Step step;
    step.label = "001_a";
    step.script.body = Body{};
    step.script.body->transactional = transactional;
    Plan plan;
    plan.steps = {step};
    return plan;
}

std::string advice_for(std::string_view host) {
    try {
        refuse_pooled(Pooling::statement_pooling, plan_of(true), host);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.advice();
    }
    return "it went through";
}

} // namespace

TEST_CASE("What a pooler takes away decides what is refused") {
    struct Case {
        Pooling pooling;
        bool transactional;
        bool refused;
    };

    const Case cases[] = {
        {Pooling::direct, true, false},
        {Pooling::direct, false, false},
        {Pooling::session_pooling, true, false},
        {Pooling::session_pooling, false, false},
        {Pooling::transaction_pooling, true, false},
        {Pooling::transaction_pooling, false, true},
        {Pooling::statement_pooling, true, true},
        {Pooling::statement_pooling, false, true}};
    for (const auto& [pooling, transactional, refused] : cases) {
        CAPTURE(static_cast<int>(pooling), transactional);
        const auto plan = plan_of(transactional);
        if (refused) {
            CHECK_THROWS_AS(refuse_pooled(pooling, plan, "db"), Error);
        } else {
            CHECK_NOTHROW(refuse_pooled(pooling, plan, "db"));
        }
        CHECK_NOTHROW(refuse_pooled(pooling, Plan{}, "db"));
    }
}

TEST_CASE("The advice names the server behind the pooler where its name is known") {
    CHECK(
        advice_for("ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech") ==
        "use a direct URL, with the host ep-cool-name-123456.eu-central-1.aws.neon.tech"
    );
    for (const auto* host : {"db.example.com", "", "/run/postgresql", "-pooler.example.com"}) {
        CHECK(
            advice_for(host) ==
            "use a direct URL, for example with port 5432 instead of the pooler's"
        );
    }
}
