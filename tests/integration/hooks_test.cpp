// Hooks of the library: what runs when, and what a failing one does.
#include "support/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <thread>

using namespace runner;
using namespace runner::test;
using namespace std::chrono_literals;

namespace {

Hook shell(const std::string& command) {
    return {Hook::Kind::command, {}, command};
}

bool has_remark(const World& world, const std::string& text) {
    return std::any_of(
        world.recorder.remarks.begin(),
        world.recorder.remarks.end(),
        [&](const std::string& remark) { return remark.find(text) != std::string::npos; }
    );
}

} // namespace

TEST_CASE("A hook before the work stops it, and nothing was done") {
    World world;
    world.write_table("001", "a");
    auto options = world.options();
    options.hooks.before_up = {shell("exit 7")};
    const auto error = error_of([&] { world.runner(options).up(); });
    CHECK(error.kind() == ErrorKind::statement);
    CHECK(std::string(error.what()) == "`exit 7` ended with exit status 7");
    CHECK_FALSE(world.has_table("a"));
    options.hooks.before_up = {shell("true")};
    CHECK(world.runner(options).up().done.size() == 1);
}

TEST_CASE("A failing hook behind the work changes nothing of it") {
    World world;
    world.write_table("001", "a");
    world.write_table("002", "b");
    auto options = world.options();
    options.hooks.after_each = {shell("echo at $RUNNER_LABEL; false")};
    options.hooks.after_up = {shell("kill -9 $$")};
    CHECK(world.runner(options).up().done.size() == 2);
    CHECK(world.applied() == "1 2");
    CHECK(has_remark(world, "at 001_a"));
    CHECK(has_remark(world, "at 002_b"));
    CHECK(has_remark(world, "hook after_up failed: `kill -9 $$` ended with exit status 137"));
}

TEST_CASE("An SQL hook leaves nothing behind in the session, and runs in its own transaction") {
    World world;
    world.database.execute("create table log (path text, i int primary key)");
    world.write_table("001", "a");
    world.write_table("002", "b");
    Folder folder;
    folder.write(
        "hook.sql",
        "insert into log select current_setting('search_path'), 1 + count(*) from log;\n"
        "set search_path = pg_catalog; set role pg_monitor;"
    );
    folder.write("bad.sql", "insert into log values ('x', 100);\nselect nowhere;");
    auto options = world.options();
    options.hooks.after_each = {{Hook::Kind::sql, folder.path() / "hook.sql", {}}};
    options.hooks.after_up = {{Hook::Kind::sql, folder.path() / "bad.sql", {}}};
    CHECK(world.runner(options).up().done.size() == 2);
    CHECK(world.database.value("select count(distinct path) || ' ' || max(i) from log") == "1 2");
    CHECK(world.has_table("b"));
    CHECK(has_remark(world, "bad.sql:2:8: "));
}

TEST_CASE("A command that hangs is ended in time, with what it has started") {
    World world;
    world.write_table("001", "a");
    auto options = world.options();
    options.hooks.timeout = 100ms;
    options.hooks.before_up = {shell("sleep 1000 & echo $!; wait")};
    CHECK(error_of([&] { world.runner(options).up(); }).kind() == ErrorKind::statement);
    const auto remark = world.recorder.remarks.back();
    CHECK_FALSE(std::filesystem::exists("/proc/" + remark.substr(remark.find(": ") + 2) + "/root"));
}

TEST_CASE("An interrupt ends a hook, and the run") {
    World world;
    world.write_table("001", "a");
    Interrupt interrupt;
    auto options = world.options();
    options.interrupt = &interrupt;
    const auto started = world.seeds.path() / "started";
    options.hooks.before_up = {shell("touch " + started.string() + "; sleep 1000")};
    std::thread later([&] {
        while (!std::filesystem::exists(started)) {
            std::this_thread::sleep_for(10ms);
        }
        interrupt.raise(15);
    });
    const auto error = error_of([&] { world.runner(options).up(); });
    later.join();
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK_FALSE(world.has_table("a"));
}

TEST_CASE("Where nothing is to be done no hook runs") {
    World world;
    auto options = world.options();
    options.hooks.before_up = options.hooks.after_up = options.hooks.on_failure = {shell("false")};
    CHECK(world.runner(options).up().done.empty());
    CHECK(world.recorder.remarks.empty());
}
