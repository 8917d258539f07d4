// One JSON event a line.
#include "cli/json_events.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::cli;
using namespace std::chrono_literals;

namespace {

/// Without the times, which differ.
struct Lines {
    [[nodiscard]] EventStream::Sink sink() {
        return [this](const std::string& line) {
            const auto from = line.find(",\"time\":\"");
            const auto to = line.find('"', from + 9) + 1;
            REQUIRE(to - from == 37); // ,"time":"2026-11-21T10:20:03.123456Z"
            all.push_back(line.substr(0, from) + line.substr(to));
        };
    }

    std::vector<std::string> all;
};

Step users() {
    Step step;
    step.action = Step::Action::apply;
    step.version = Version{"7"};
    step.label = "007_users";
    return step;
}

} // namespace

TEST_CASE("Every event is one line that names its schema and its step") {
    Lines lines;
    EventStream events(lines.sink());
    events.started(users());
    events.finished(users(), 12ms);
    events.remark("a\nb\xFF");
    events.done(std::nullopt);
    CHECK(
        lines.all ==
        std::vector<std::string>{
            R"({"schema":1,"event":"started","action":"apply","version":"7","label":"007_users"})"
            "\n",
            R"({"schema":1,"event":"finished","action":"apply","version":"7","label":"007_users",)"
            R"("duration_ms":12})"
            "\n",
            "{\"schema\":1,\"event\":\"remark\",\"message\":\"a\\nb\xEF\xBF\xBD\"}\n",
            "{\"schema\":1,\"event\":\"done\",\"current\":null}\n"}
    );
}

TEST_CASE("A blocked statement and a retry say who is in the way") {
    Lines lines;
    EventStream events(lines.sink());
    Blocker blocker;
    blocker.pid = 123;
    blocker.blocks = 77;
    blocker.application = "billing";
    blocker.lock = "AccessShareLock on public.users";
    blocker.since = 3s;
    const std::string written =
        R"("blockers":[{"pid":123,"blocks":77,"user":null,"application":"billing","client":null,)"
        R"("state":null,"query":null,"lock":"AccessShareLock on public.users","since_ms":3000}])";
    events.blocked(users(), 1s, {blocker});
    Error error(ErrorKind::statement, "late", ServerMessage{"ERROR", "55P03", "", "", "", ""});
    error.name_blockers({blocker});
    events.retrying(users(), 2, 300ms, error);
    events.failed(error, 4);
    REQUIRE(lines.all.size() == 3);
    CHECK(lines.all[0].find("\"waited_ms\":1000," + written) != std::string::npos);
    CHECK(
        lines.all[1].find("\"attempt\":2,\"pause_ms\":300,\"sqlstate\":\"55P03\"") !=
        std::string::npos
    );
    for (const auto& line : lines.all) {
        CHECK(line.find(written) != std::string::npos);
    }
    CHECK(
        lines.all[2].find("\"event\":\"failed\",\"kind\":\"statement\",\"exit_code\":4") !=
        std::string::npos
    );
}

TEST_CASE("Progress is told once a second, not as often as it is made") {
    Lines lines;
    EventStream events(lines.sink());
    events.started(users());
    for (int count = 0; count < 1000; ++count) {
        events.progressed(users(), {});
        events.waited(users(), 1s);
    }
    CHECK(lines.all.size() == 1);
}
