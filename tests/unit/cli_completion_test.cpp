// What a shell is told can stand at its cursor.
#include "cli/completion.hpp"
#include "cli/completion_scripts.hpp"
#include "support/folder.hpp"

#include <runner/listing.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace runner;
using namespace runner::cli;
using namespace runner::test;

namespace {

/// The candidates behind `line`; a blank at its end starts a new word.
std::vector<std::string> candidates(const std::string& line) {
    std::vector<std::string> words;
    std::istringstream stream(line);
    for (std::string word; std::getline(stream, word, ' ');) {
        words.push_back(word);
    }
    if (line.empty() || line.back() == ' ') {
        words.emplace_back();
    }
    std::vector<std::string> found;
    for (const auto& candidate : complete(words).candidates) {
        found.push_back(candidate.text);
    }
    return found;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("Every word and every value of the help is of a kind that completion knows") {
    for (const auto& command : command_table()) {
        for (const auto& word : placeholders_of(command)) {
            INFO(command.name << " " << word);
            CHECK(word_kind(command.name, "", word));
        }
        for (const auto& option : command.options) {
            INFO(command.name << " --" << option.name << " " << option.value);
            CHECK((option.value.empty() || word_kind(command.name, option.name, option.value)));
        }
    }
}

TEST_CASE("Every command completes by its name and its options by theirs") {
    for (const auto& command : command_table()) {
        const std::string name(command.name);
        INFO(name);
        const auto words = candidates(name);
        const auto last = name.substr(name.find(' ') + 1);
        CHECK(std::ranges::find(words, last) != words.end());
        for (const auto& option : command.options) {
            const auto typed = "--" + std::string(option.name);
            const auto found = candidates(name + " " + typed);
            CHECK(std::ranges::find(found, typed) != found.end());
        }
    }
}

TEST_CASE("Versions are completed from the folder the line names") {
    const Folder folder;
    folder.write("007_users.up.sql", "this is not even read");
    folder.write("007_users.down.sql", "");
    folder.write("0012_orders.up.sql", "");
    folder.write("R_view.sql", "");
    folder.write("notes.txt", "");
    const auto dir = folder.path().string();
    CHECK(candidates("up -d " + dir + " ") == Words{"007", "0012", "head"});
    CHECK(candidates("--dir=" + dir + " down 00") == Words{"007", "0012"});
    CHECK(candidates("-vd " + dir + " resolve 001") == Words{"0012"});
    CHECK(candidates("up -d " + dir + "/nowhere 0").empty());
    CHECK(complete({"up", "-d", dir, "007"}).candidates.front().purpose == "users");
}

TEST_CASE("Behind the last argument and behind -- there is nothing to complete but words") {
    CHECK(candidates("up +1 ").empty());
    CHECK(candidates("up -- --se").empty());
    CHECK(candidates("down -2 ").empty());
    CHECK(candidates("nonsense ").empty());
    CHECK(candidates("--format=j") == Words{"--format=json", "--format=jsonl"});
    CHECK(candidates("--yes=").empty());
    CHECK(candidates("--nonsense=a").empty());
    CHECK(candidates("--env-file nowhere --no-env-file db dr") == Words{"drop"});
}

TEST_CASE("Names of seeds are listed without being opened, the number apart") {
    const Folder folder;
    folder.write("003_shop.prices.csv", "not a table");
    folder.write("001_users.sql", "");
    const auto seeds = list_seeds(folder.path());
    REQUIRE(seeds.size() == 2);
    CHECK(seeds[0].digits == "001");
    CHECK(seeds[0].name == "users");
    CHECK(seeds[1].name == "shop.prices");
}

TEST_CASE("There is a script for three shells") {
    for (const auto shell : completion_shells()) {
        CHECK(completion_script(shell).find("completion --list --") != std::string_view::npos);
    }
    CHECK(completion_script("cmd").empty());
}
