// What is said while a statement waits for a lock, and afterwards when it was not to be had.
#include "support/session.hpp"
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <memory>
#include <thread>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

/// Remembers who blocked, and lets the blocker go when it was named.
class Watcher : public Recorder {
public:
    void waited(const Step& step, std::chrono::milliseconds so_far) override {
        waits.push_back(so_far);
        label = step.label;
    }

    void blocked(
        const Step& /*step*/,
        std::chrono::milliseconds /*so_far*/,
        const std::vector<Blocker>& blockers
    ) override {
        named.push_back(blockers);
        if (when_named) {
            when_named();
        }
    }

    void retrying(
        const Step& /*step*/, int attempt, std::chrono::milliseconds /*pause*/, const Error& reason
    ) override {
        retries = attempt;
        in_the_way = reason.blockers();
        if (when_retrying) {
            when_retrying();
        }
    }

    void remark(std::string_view text) override { remarks.emplace_back(text); }

    std::string label;
    std::vector<std::chrono::milliseconds> waits;
    std::vector<std::vector<Blocker>> named;
    std::vector<Blocker> in_the_way;
    std::vector<std::string> remarks;
    std::function<void()> when_named;
    std::function<void()> when_retrying;
};

struct Scene : World {
    Scene() {
        database.execute("create table users (id int)");
        migrations.write("001_note.up.sql", "alter table users add column note text;");
        reader->execute("begin; select from users");
    }

    void up(const Options& options) { Runner(options, watcher).up(); }

    std::unique_ptr<OtherSession> reader =
        std::make_unique<OtherSession>(database.conninfo(), "billing");
    Watcher watcher;
};

} // namespace

TEST_CASE("Whoever blocks a statement for more than a second is named, and it succeeds when they go"
) {
    Scene scene;
    scene.watcher.when_named = [&] { scene.reader.reset(); };

    scene.up(scene.options());

    REQUIRE(scene.watcher.named.size() == 1);
    REQUIRE(scene.watcher.named[0].size() == 1);
    CHECK(scene.watcher.named[0][0].application == "billing");
    CHECK(scene.watcher.named[0][0].lock == "AccessShareLock on public.users");
    CHECK(scene.watcher.label == "001_note");
    CHECK(scene.watcher.retries == 0);
    CHECK(scene.applied() == "1");
}

TEST_CASE("A wait that is too short to be told of is named when it failed") {
    Scene scene;
    auto options = scene.options();
    options.lock_timeout = 200ms;
    scene.watcher.when_retrying = [&] { scene.reader.reset(); };

    scene.up(options);

    CHECK(scene.watcher.named.empty());
    REQUIRE(scene.watcher.in_the_way.size() == 1);
    CHECK(scene.watcher.in_the_way[0].application == "billing");
    CHECK(scene.applied() == "1");
}

TEST_CASE("The error that gives up names whoever was in the way") {
    Scene scene;
    auto options = scene.options();
    options.lock_timeout = 100ms;
    options.lock_retries = 1;

    const auto failure = error_of([&] { scene.up(options); });

    CHECK(failure.kind() == ErrorKind::lock);
    REQUIRE(failure.blockers().size() == 1);
    CHECK(failure.blockers()[0].application == "billing");
}

TEST_CASE("CREATE INDEX CONCURRENTLY names the old snapshot it waits for") {
    Scene scene;
    scene.migrations.write("001_note.up.sql", "create index concurrently on users (id);");
    scene.reader->execute("commit; begin isolation level repeatable read; select from users");
    scene.watcher.when_named = [&] { scene.reader.reset(); };

    scene.up(scene.options());

    REQUIRE_FALSE(scene.watcher.named.empty());
    REQUIRE(scene.watcher.named[0].size() == 1);
    CHECK(scene.watcher.named[0][0].application == "billing");
}

TEST_CASE("The blockers are told again when they change, and when nobody is left") {
    Scene scene;
    scene.migrations.write(
        "001_note.up.sql", "do $$ begin lock table users; perform pg_sleep(1.5); end $$;"
    );
    const OtherSession second(scene.database.conninfo(), "second");
    second.execute("begin; select from users");
    scene.watcher.when_named = [&] {
        scene.reader.reset();
        if (scene.watcher.named.size() == 2) {
            second.execute("commit");
        }
    };

    scene.up(scene.options());

    REQUIRE(scene.watcher.named.size() == 3);
    CHECK(scene.watcher.named[0].size() == 2);
    REQUIRE(scene.watcher.named[1].size() == 1);
    CHECK(scene.watcher.named[1][0].application == "second");
    CHECK(scene.watcher.named[2].empty());
}

TEST_CASE("A long statement that waits for nobody is only waited for") {
    Scene scene;
    scene.migrations.write("001_note.up.sql", "select pg_sleep(1.2);");
    scene.up(scene.options());
    CHECK(scene.watcher.named.empty());
    REQUIRE(scene.watcher.waits.size() == 1);
    CHECK(scene.watcher.waits[0] >= 1s);
    CHECK(scene.watcher.waits[0] < 1200ms);
}

TEST_CASE("Without a second connection one remark is made, and the run goes on") {
    Scene scene;
    const auto role = "single_" + scene.database.name();
    scene.reader->execute("commit");
    scene.database.execute(
        "create role " + role + " login connection limit 1; grant create on database " +
        scene.database.name() + " to " + role + "; alter table users owner to " + role
    );
    scene.reader->execute("begin; select from users");
    auto options = scene.options();
    options.database_url += " user=" + role;
    options.lock_timeout = 100ms;
    options.lock_retries = 2;

    const auto failure = error_of([&] { scene.up(options); });

    CHECK(failure.kind() == ErrorKind::lock);
    CHECK(failure.blockers().empty());
    REQUIRE(scene.watcher.remarks.size() == 1);
    CHECK(scene.watcher.remarks[0].find("a second connection failed") != std::string::npos);
    scene.reader.reset();
    scene.database.execute("drop owned by " + role + "; drop role " + role);
}

TEST_CASE("An interrupt ends the watching and the waiting in well under a second") {
    Scene scene;
    Interrupt interrupt;
    auto options = scene.options();
    options.interrupt = &interrupt;
    std::chrono::steady_clock::time_point raised;
    std::thread signaller;
    scene.watcher.when_named = [&] {
        signaller = std::thread([&] {
            std::this_thread::sleep_for(30ms);
            raised = std::chrono::steady_clock::now();
            interrupt.raise(SIGTERM);
        });
    };

    const auto failure = error_of([&] { scene.up(options); });

    const auto took = std::chrono::steady_clock::now() - raised;
    signaller.join();
    CHECK(failure.kind() == ErrorKind::interrupted);
    CHECK(took < 500ms);
}
