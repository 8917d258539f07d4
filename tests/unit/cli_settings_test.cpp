// Which place a setting's value comes from.
#include "cli/settings.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;
using namespace std::chrono_literals;

namespace {

using Map = std::map<std::string, std::string, std::less<>>;

Settings resolve(
    const std::vector<std::string>& line, const Map& variables = {}, std::string_view toml = ""
) {
    const auto arguments = parse_arguments(line);
    const auto environment = [&variables](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    const auto name = arguments.value("env").value_or("");
    return resolve_settings(arguments, environment, parse_config("runner.toml", toml, name));
}

} // namespace

TEST_CASE("A flag wins over the environment, and that over runner.toml") {
    const auto* toml = "lock_wait = \"1s\"";
    CHECK(resolve({"up"}).options.lock_wait == 5min);
    CHECK(resolve({"up"}, {}, toml).options.lock_wait == 1s);
    CHECK(resolve({"up"}, {{"RUNNER_LOCK_WAIT", "2s"}}, toml).options.lock_wait == 2s);
    CHECK(
        resolve({"up", "--lock-wait", "3s"}, {{"RUNNER_LOCK_WAIT", "2s"}}, toml)
            .options.lock_wait == 3s
    );
}

TEST_CASE("Every setting of a flag reaches the options") {
    const auto settings = resolve(
        {"up",
         "-u",
         "embedded:x",
         "-d",
         "m",
         "--seeds-dir",
         "s",
         "--history-schema",
         "h",
         "-e",
         "test",
         "--wait",
         "1s",
         "--lock-timeout",
         "2s",
         "--lock-retries",
         "3",
         "--statement-timeout",
         "4s",
         "--role",
         "r",
         "--search-path",
         "a, b",
         "--format",
         "json",
         "--log-format",
         "json",
         "--log-level",
         "error",
         "--color",
         "always",
         "--yes",
         "--allow-protected",
         "p"}
    );
    const auto& options = settings.options;
    CHECK(options.database_url == "embedded:x");
    CHECK(options.migrations == "m");
    CHECK(options.seeds == "s");
    CHECK(options.history_schema == "h");
    CHECK(options.environment == "test");
    CHECK(options.wait == 1s);
    CHECK(options.lock_timeout == 2s);
    CHECK(options.lock_retries == 3);
    CHECK(options.statement_timeout == 4s);
    CHECK(options.role == "r");
    CHECK(options.search_path == "a, b");
    CHECK(settings.json);
    CHECK(settings.console.json);
    CHECK(settings.console.level == "error");
    CHECK(settings.console.color == Color::always);
    CHECK(settings.yes);
    CHECK(settings.allow_protected == "p");
    CHECK(settings.wait_given);
    CHECK(settings.server_given);
}

TEST_CASE("Settings that only runner.toml has reach the options") {
    const auto settings = resolve(
        {"up"},
        {},
        "require_down = true\nlate = \"warn\"\nahead = \"error\"\nstore_limit = \"2KiB\""
    );
    CHECK(settings.options.require_down);
    CHECK(settings.options.late == Options::Late::warn);
    CHECK(settings.options.ahead == Options::Ahead::error);
    CHECK(settings.options.store_limit == 2048);
    CHECK_FALSE(settings.server_given);
    CHECK(settings.options.durable == Options::Durable::run);
    CHECK_FALSE(settings.options.atomic);
    CHECK(
        resolve({"up", "--allow-out-of-order"}, {}, "late = \"warn\"").options.late ==
        Options::Late::apply
    );
}

TEST_CASE("Events are for the commands that act, and refused where they come from") {
    for (const auto* command : {"up", "down", "redo", "seed"}) {
        const auto settings = resolve({command, "--format", "jsonl"});
        CHECK(settings.json_lines);
        CHECK_FALSE(settings.json);
    }
    CHECK(resolve({"goto", "1", "--format", "jsonl"}).json_lines);
    CHECK_THROWS_WITH(
        resolve({"status", "--format", "jsonl"}),
        "--format: expected text, json; jsonl is for up, down, goto, redo and seed"
    );
}

TEST_CASE("A bad value is named with the place it came from") {
    CHECK_THROWS_WITH(
        resolve({"up", "--wait", "5"}), "--wait: expected a duration such as 500ms, 5s, 2m, 1h or 0"
    );
    CHECK_THROWS_WITH(
        resolve({"up"}, {{"RUNNER_LOCK_RETRIES", "x"}}),
        "RUNNER_LOCK_RETRIES: expected a whole number"
    );
    CHECK_THROWS_WITH(
        resolve({"up", "--format", "jsno"}),
        "--format: expected text, json, jsonl, github; did you mean json?"
    );
}

TEST_CASE("The database URL of runner.toml may name a variable") {
    const auto* braces = "database_url = \"${MY_URL}\"";
    CHECK(
        resolve({"up"}, {{"MY_URL", "postgres://h"}}, braces).options.database_url == "postgres://h"
    );
    CHECK(
        resolve({"up"}, {{"MY_URL", "postgres://h"}}, "database_url = \"$MY_URL\"")
            .options.database_url == "postgres://h"
    );
    CHECK_THROWS_WITH(
        resolve({"up"}, {}, braces), "database_url: the environment variable MY_URL is not set"
    );
    // A flag is taken as it is, and the variable is not needed any more.
    CHECK(resolve({"up", "-u", "$x"}, {}, braces).options.database_url == "$x");
}

TEST_CASE("Colours are a matter of flag, then of the usual variables") {
    CHECK(resolve({"up"}).console.color == Color::automatic);
    CHECK(resolve({"up"}, {{"NO_COLOR", "1"}}).console.color == Color::never);
    CHECK(resolve({"up"}, {{"CLICOLOR_FORCE", "1"}}).console.color == Color::always);
    CHECK(resolve({"up"}, {{"CLICOLOR_FORCE", "0"}}).console.color == Color::automatic);
    CHECK(resolve({"up", "--color", "always"}, {{"NO_COLOR", "1"}}).console.color == Color::always);
}

TEST_CASE("The log level follows -v, -q and --log-level") {
    CHECK(resolve({"up"}).console.level == "info");
    CHECK(resolve({"up", "-v"}).console.level == "debug");
    CHECK(resolve({"up", "-vv"}).console.level == "trace");
    CHECK(resolve({"up", "-q"}, {{"RUNNER_LOG_LEVEL", "debug"}}).console.level == "warn");
    CHECK(resolve({"up", "-q", "--log-level", "info"}).console.level == "info");
}

TEST_CASE("A protected environment must be named to be harmed") {
    const auto* toml = "[env.production]\nprotected = true\n[env.test]\n";
    const auto refused = [toml](const std::vector<std::string>& line) {
        try {
            refuse_when_protected(resolve(line, {}, toml), "reverting migrations");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(
        refused({"down", "-e", "production"}) ==
        "environment production is protected; reverting migrations there needs "
        "--allow-protected production"
    );
    CHECK_FALSE(refused({"down", "-e", "production", "--allow-protected", "test"}).empty());
    CHECK_FALSE(refused({"down", "-e", "production", "--yes"}).empty());
    CHECK(refused({"down", "-e", "production", "--allow-protected", "production"}).empty());
    CHECK(refused({"down", "-e", "test"}).empty());
    CHECK(refused({"down"}).empty());
}

TEST_CASE("A flush after each file and one transaction for all are asked for by name") {
    CHECK(resolve({"up", "--durable", "each"}, {}, "").options.durable == Options::Durable::each);
    CHECK(resolve({"up"}, {}, "durable = \"each\"").options.durable == Options::Durable::each);
    CHECK(resolve({"up", "--atomic"}, {}, "").options.atomic);
    CHECK_THROWS(resolve({"up", "--durable", "always"}, {}, ""));
}
