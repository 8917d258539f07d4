// Which place a variable's value comes from.
#include "cli/arguments.hpp"
#include "cli/config_file.hpp"
#include "cli/variables.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

namespace {

std::string complaint(std::string_view toml) {
    try {
        static_cast<void>(parse_config("runner.toml", toml, ""));
    } catch (const Error& error) {
        CHECK(error.location()->line.empty());
        return error.what();
    }
    return "fine";
}

} // namespace

TEST_CASE("--var wins over the environment, and that over runner.toml") {
    const VariableValues file = {{"a", "file"}, {"b", "file"}, {"c", "file"}};
    const auto values = resolve_variables(
        {"a=first", "a=option=x"}, {{"a", "environment"}, {"b", "environment"}}, file
    );
    CHECK(values == VariableValues{{"a", "option=x"}, {"b", "environment"}, {"c", "file"}});
}

TEST_CASE("A variable of the environment is there in lower case, too") {
    CHECK(
        resolve_variables({}, {{"OWNER", "x"}}, {}) ==
        VariableValues{{"OWNER", "x"}, {"owner", "x"}}
    );
    CHECK(resolve_variables({}, {{"owner", "low"}, {"OWNER", "x"}}, {}).at("owner") == "low");
    CHECK(resolve_variables({}, {{"OWNER", "x"}, {"owner", "low"}}, {}).at("owner") == "low");
}

TEST_CASE("--var may be repeated, and is NAME=VALUE") {
    CHECK(
        parse_arguments({"--var", "a=1", "up", "--var=b=2", "+1"}).variables ==
        std::vector<std::string>{"a=1", "b=2"}
    );
    CHECK_THROWS_WITH(resolve_variables({"secret"}, {}, {}), "--var: expected NAME=VALUE");
    CHECK_THROWS_WITH(
        resolve_variables({"a-b=secret"}, {}, {}), "--var: a-b is no name of letters, digits and _"
    );
}

TEST_CASE("An environment's variables win over those at the top") {
    const auto* toml = "[vars]\na = \"top\"\nn = 7\nyes = true\n[env.test.vars]\na = \"test\"\n";
    CHECK(
        parse_config("runner.toml", toml, "test").variables ==
        VariableValues{{"a", "test"}, {"n", "7"}, {"yes", "true"}}
    );
    CHECK(parse_config("runner.toml", toml, "").variables.at("a") == "top");
}

TEST_CASE("What is wrong with a variable in runner.toml is said without its value") {
    CHECK(complaint("[vars]\na = 1.5").starts_with("vars: a: expected a string"));
    CHECK(complaint("[vars]\n\"a-b\" = \"secret\"").starts_with("vars: a-b is no name"));
    CHECK(complaint("vars = \"secret\"").starts_with("vars: expected a table"));
    CHECK(complaint("[vars]\na = \"secret\n") != "fine");
    CHECK(complaint("[env.test.vars]\nb = 1\na = \"secret\n") != "fine");
    CHECK(complaint("vars = { a = \"secret }\n") != "fine");
}
