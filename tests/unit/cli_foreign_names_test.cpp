// What other tools call things.
#include "cli/arguments.hpp"
#include "cli/foreign_names.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

#include <sstream>

using namespace runner;
using namespace runner::cli;

namespace {

std::string complaint(const std::vector<std::string>& line) {
    try {
        static_cast<void>(parse_arguments(line));
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.what();
    }
    return "fine";
}

} // namespace

TEST_CASE("A command of another tool is answered with one that exists here") {
    for (const auto* foreign :
         {"apply",   "deploy",     "db:migrate", "up-by-one", "up-to",    "revert", "undo",
          "down-to", "reset",      "force",      "make",      "generate", "drop",   "clean",
          "wait",    "db-version", "branches",   "merge",     "fix",      "psql",   "db:reset"}) {
        INFO(foreign);
        CHECK(find_command(foreign) == nullptr);
        std::istringstream words{std::string(command_here(foreign))};
        std::string name;
        words >> name;
        std::string second;
        words >> second;
        CHECK((find_command(name) != nullptr || find_command(name + " " + second) != nullptr));
        CHECK(
            complaint({foreign}) == "unknown command " + std::string(foreign) +
                                        "; here it is: runner " + std::string(command_here(foreign))
        );
    }
    CHECK(complaint({"db", "up"}) == "unknown command db up; here it is: runner up");
    CHECK(command_here("frobnicate").empty());
}

TEST_CASE("An option of another tool is answered, and one dash is not taken for letters") {
    CHECK(
        complaint({"new", "-m", "add users"}) ==
        "unknown option -m; the words of the name follow the command: runner new add users"
    );
    CHECK(
        complaint({"up", "--url=postgres://u:p@h/d"}) ==
        "unknown option --url; did you mean --database-url?"
    );
    CHECK(complaint({"-dir", "migrations", "up"}) == "a long option has two dashes: --dir");
    CHECK(complaint({"up", "-yes"}) == "a long option has two dashes: --yes");
    CHECK(complaint({"up", "-yq"}) == "fine");
    CHECK(complaint({"new", ""}) == "fine");
    CHECK(complaint({"up", "-dmigrations"}) == "fine");
}
