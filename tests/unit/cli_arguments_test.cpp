// The command line.
#include "cli/arguments.hpp"
#include "cli/help.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

#include <sstream>

using namespace runner;
using namespace runner::cli;

namespace {

Arguments parse(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> tokens;
    for (std::string token; stream >> token;) {
        tokens.push_back(token);
    }
    return parse_arguments(tokens);
}

std::string complaint(const std::string& line) {
    try {
        static_cast<void>(parse(line));
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.what();
    }
    return "fine";
}

std::string hidden(std::vector<std::string> line) {
    std::vector<char*> pointers;
    pointers.reserve(line.size());
    for (auto& token : line) {
        pointers.push_back(token.data());
    }
    hide_secrets(static_cast<int>(pointers.size()), pointers.data());
    std::string result;
    for (const auto& token : line) {
        result += (result.empty() ? "" : " ") + token;
    }
    return result;
}

} // namespace

TEST_CASE("Options may stand anywhere") {
    for (const auto* line :
         {"up +2 --dry-run -d m",
          "--dry-run up -d m +2",
          "-d m up --dry-run +2",
          "-dm --dry-run up +2",
          "--dir=m up +2 --dry-run",
          "-vd m up +2 --dry-run",
          "--dir m --dry-run up -- +2"}) {
        INFO(line);
        const auto arguments = parse(line);
        CHECK(arguments.command->name == "up");
        CHECK(arguments.words == std::vector<std::string>{"+2"});
        CHECK(arguments.has("dry-run"));
        CHECK(arguments.value("dir") == "m");
    }
}

TEST_CASE("A negative number behind down is a target and not an option") {
    CHECK(parse("down -2").words == std::vector<std::string>{"-2"});
    CHECK(parse("down --yes -12 -d m").words == std::vector<std::string>{"-12"});
    CHECK(parse("redo -3").words == std::vector<std::string>{"-3"});
    CHECK(complaint("seed -2") == "unexpected argument -2");
    CHECK(complaint("down -2 5") == "unexpected argument 5");
}

TEST_CASE("Commands are known by all their names") {
    CHECK(parse("migrate").command->name == "up");
    CHECK(parse("rollback").command->name == "down");
    CHECK(parse("revision a b").command->name == "new");
    CHECK(parse("info").command->name == "status");
    CHECK(parse("validate").command->name == "verify");
    CHECK(parse("db --force drop").command->name == "db drop");
    CHECK(parse("new add users").words == std::vector<std::string>{"add", "users"});
    CHECK(parse("new x --version 42").value("version") == "42");
}

TEST_CASE("An unknown name suggests the nearest one") {
    CHECK(complaint("stauts") == "unknown command stauts; did you mean status?");
    CHECK(complaint("db crate") == "unknown command db crate; did you mean create?");
    CHECK(complaint("frobnicate") == "unknown command frobnicate");
    CHECK(complaint("up --dry-rnu") == "unknown option --dry-rnu; did you mean --dry-run?");
    CHECK(complaint("status --seed").starts_with("unknown option --seed"));
}

TEST_CASE("What is missing or too much is said") {
    CHECK(complaint("") == "no command given");
    CHECK(complaint("db") == "db needs one of create, drop, reset, wait, shell, start, stop");
    CHECK(complaint("new") == "new needs NAME...");
    CHECK(complaint("status all") == "unexpected argument all");
    CHECK(complaint("up --wait") == "option --wait needs a value");
    CHECK(complaint("up -Z") == "unknown option -Z");
    CHECK(complaint("up -vZ") == "unknown option -Z");
    CHECK(complaint("up --dry-run=maybe") == "option --dry-run takes no value");
}

TEST_CASE("A URL in the wrong place is not repeated") {
    for (const auto* line :
         {"postgres://u:secret@h/d",
          "status postgres://u:secret@h/d",
          "up 1 postgres://u:secret@h/d",
          "status -- -x://secret",
          "up --postgres://u:secret@h",
          "up -Zpostgres://u:secret@h"}) {
        INFO(line);
        CHECK(complaint(line) != "fine");
        CHECK(complaint(line).find("secret") == std::string::npos);
    }
}

TEST_CASE("The last of repeated options counts, and switches count themselves") {
    CHECK(parse("up --wait 1s --wait 2s").value("wait") == "2s");
    CHECK(parse("up -v -v").verbosity == 2);
    CHECK(parse("up -qq").verbosity == -2);
}

TEST_CASE("Help and version need no command") {
    CHECK(parse("--help").help);
    CHECK(parse("help").command->name == "help");
    CHECK(parse("help up").command->name == "up");
    CHECK(parse("new --help").help);
    CHECK(parse("db --help").help);
    CHECK(parse("--version").version);
}

TEST_CASE("A database URL disappears from the arguments the system shows") {
    CHECK(hidden({"runner", "-u", "secret", "up"}) == "runner -u xxxxxx up");
    CHECK(hidden({"runner", "--database-url", "secret"}) == "runner --database-url xxxxxx");
    CHECK(hidden({"runner", "--database-url=secret", "up"}) == "runner --database-url=xxxxxx up");
    CHECK(hidden({"runner", "-usecret", "up"}) == "runner -uxxxxxx up");
    CHECK(hidden({"runner", "-vusecret"}) == "runner -vuxxxxxx");
    CHECK(hidden({"runner", "-vu", "secret"}) == "runner -vu xxxxxx");
    CHECK(hidden({"runner", "up", "-u"}) == "runner up -u");
    CHECK(hidden({"runner", "up", "-d", "dir"}) == "runner up -d dir");
}

TEST_CASE("The help fits a terminal and names every command and option") {
    const auto help = main_help();
    for (const auto& command : command_table()) {
        CHECK(help.find("  " + std::string(command.name)) != std::string::npos);
        const auto text = command_help(command);
        CHECK(text.find("Examples:\n  ") != std::string::npos);
        for (const auto& alias : command.aliases) {
            CHECK(text.find(alias) != std::string::npos);
        }
        std::istringstream lines(text + help);
        for (std::string line; std::getline(lines, line);) {
            CHECK(line.size() <= 100);
        }
    }
}

TEST_CASE("Values of variables are hidden, their names are not") {
    CHECK(
        hidden({"runner", "--var", "a=secret", "up", "--var=b=secret", "--var"}) ==
        "runner --var a=xxxxxx up --var=b=xxxxxx --var"
    );
}
