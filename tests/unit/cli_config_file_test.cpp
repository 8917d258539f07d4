// `runner.toml`.
#include "cli/config_file.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

namespace {

Config parse(std::string_view text, const std::string& environment = "") {
    return parse_config("runner.toml", text, environment);
}

/// "LINE:COLUMN: message"
std::string complaint(std::string_view text, const std::string& environment = "") {
    try {
        static_cast<void>(parse(text, environment));
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        const auto where = error.location().value_or(Location{});
        return std::to_string(where.position.line) + ":" + std::to_string(where.position.column) +
               ": " + error.what();
    }
    return "fine";
}

} // namespace

TEST_CASE("Every documented key of runner.toml is understood") {
    const auto config = parse(R"(
database_url = "$DATABASE_URL"
migrations = "db/migrations"
seeds = "db/seeds"
history_schema = "runner"
wait = "30s"
lock_wait = "5m"
lock_timeout = "5s"
lock_retries = 3
statement_timeout = 0
role = "owner"
search_path = "app, public"
require_down = true
late = "apply"
ahead = "ok"
store_limit = "512KiB"
log_level = "debug"
)");
    CHECK(config.values.at("migrations").text == "db/migrations");
    CHECK(config.values.at("lock_retries").text == "3");
    CHECK(config.values.at("statement_timeout").text == "0");
    CHECK(config.values.at("require_down").text == "true");
    CHECK(config.values.size() == 16);
    CHECK_FALSE(config.is_protected);
}

TEST_CASE("A mistake in runner.toml is named with its place and the nearest key") {
    CHECK(complaint("x = 1") == "1:1: unknown key x");
    CHECK(
        complaint("wait = \"5s\"\nlock_timout = \"5s\"\n") ==
        "2:1: unknown key lock_timout; did you mean lock_timeout?"
    );
    CHECK(complaint("lock_retries = \"3\"") == "1:16: lock_retries: expected a whole number");
    CHECK(complaint("lock_retries = -3") == "1:16: lock_retries: expected a whole number");
    CHECK(complaint("require_down = \"yes\"") == "1:16: require_down: expected true or false");
    CHECK(complaint("migrations = 1") == "1:14: migrations: expected a string");
    CHECK(complaint("wait = 5") == "1:8: wait: expected a duration such as 500ms, 5s, 2m, 1h or 0");
    CHECK(
        complaint("late = \"aply\"") ==
        "1:8: late: expected error, apply, warn; did you mean apply?"
    );
    CHECK(
        complaint("schema = \"run\"") == "1:1: schema has no effect in this version yet; remove it"
    );
    CHECK(complaint("protected = true") == "1:1: protected belongs into a table [env.NAME]");
    CHECK(complaint("a = ").starts_with("1:"));
}

TEST_CASE("A table of an environment overrides the top level") {
    constexpr std::string_view text = R"(
migrations = "m"
wait = "1s"
[env.production]
wait = "60s"
protected = true
[env.test]
wait = "0"
)";
    CHECK(parse(text).values.at("wait").text == "1s");
    CHECK(parse(text, "production").values.at("wait").text == "60s");
    CHECK(parse(text, "production").values.at("migrations").text == "m");
    CHECK(parse(text, "production").is_protected);
    CHECK_FALSE(parse(text, "test").is_protected);
    CHECK(
        complaint(text, "prodution") ==
        "1:1: runner.toml has no table [env.prodution]; did you mean production?"
    );
}

TEST_CASE("Any environment is fine where no tables are") {
    CHECK(complaint("wait = \"1s\"", "anything") == "fine");
}

TEST_CASE("Tables of environments that are not chosen are checked, too") {
    CHECK(complaint("[env.a]\nwiat = \"1s\"") == "2:1: unknown key wiat; did you mean wait?");
    CHECK(complaint("[env]\na = 1") == "2:5: env: expected tables such as [env.production]");
}

TEST_CASE("A line that may hold a password is not repeated") {
    for (const auto* text :
         {"database_url = 5 # postgres://u:secret@h", "x = \"postgres://u:secret@h\""}) {
        try {
            static_cast<void>(parse(text));
            FAIL("it went through");
        } catch (const Error& error) {
            CHECK(error.location()->line.empty());
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}
