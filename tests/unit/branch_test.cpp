// What a branch does to the migrations of its base, rule by rule.
#include "parse/checksum.hpp"
#include "parse/parser.hpp"
#include "review/branch.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace runner;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

Tree tree(const Files& files) {
    Tree result;
    for (const auto& [file, text] : files) {
        TreeFile facts;
        facts.path = file;
        facts.name = *migration_file_name(file);
        facts.version = Version::from(facts.name.digits).value_or(Version{});
        facts.text = Text(text);
        facts.checksum = checksum(facts.text);
        result.emplace(file, facts);
    }
    return result;
}

const Files first = {{"001_a.up.sql", "create table a ();"}, {"001_a.down.sql", "drop table a;"}};
const Files fifth = {{"005_e.up.sql", "create table e ();"}, {"005_e.down.sql", "drop table e;"}};

Files operator+(Files one, const Files& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

Files pair(const std::string& label) {
    return {{label + ".up.sql", "select 1;"}, {label + ".down.sql", "select 2;"}};
}

Texts messages(const std::vector<Problem>& problems) {
    Texts texts;
    for (const auto& problem : problems) {
        texts.push_back(problem.message);
    }
    return texts;
}

Review review(
    const Files& here,
    const Files& now,
    const Files& fork,
    Options::Late late = Options::Late::error
) {
    return review_branch({"main", tree(here), tree(now), tree(fork)}, late);
}

Texts findings(const Files& here, const Files& now, const Files& fork) {
    return messages(review(here, now, fork).problems);
}

} // namespace

TEST_CASE("A branch that only adds what comes next has no finding") {
    CHECK(findings(first + fifth + pair("006_f"), first + fifth, first + fifth).empty());
    CHECK(findings(first, {}, {}).empty());
}

TEST_CASE("An edit is told with its difference and its first line, a cosmetic one is a notice") {
    auto here = first;
    here[0].second = "-- why\ncreate table a (id int);";
    const auto found = review(here, first, first);
    REQUIRE(messages(found.problems) == Texts{"001_a.up.sql was edited, and is on main already"});
    CHECK(found.problems[0].kind == Problem::Kind::edited);
    CHECK(found.problems[0].location->position.line == 1);
    CHECK_THAT(found.problems[0].diff, Catch::Contains("+create table a (id int);"));

    here[0].second = "CREATE TABLE a () ; -- why";
    const auto cosmetic = review(here, first, first);
    CHECK(cosmetic.problems.empty());
    REQUIRE(cosmetic.notices.size() == 1);
    CHECK(cosmetic.notices[0].kind == Problem::Kind::cosmetic);
}

TEST_CASE("A down file counts, verify scripts and repeatables do not") {
    const Files base = first + Files{{"001_a.verify.sql", "select 1;"}, {"R_v.sql", "select 1;"}};
    auto here = base;
    for (auto& [file, text] : here) {
        text += " select 9;";
    }
    CHECK(
        findings(here, base, base) ==
        Texts{
            "001_a.down.sql was edited, and is on main already",
            "001_a.up.sql was edited, and is on main already"}
    );
    CHECK(findings(first, base, base).empty());
}

TEST_CASE("What the base has changed or added since the fork is not held against the branch") {
    auto now = first + fifth;
    now[0].second = "create table other ();";
    CHECK(findings(first, now, first).empty());
    CHECK(findings(now, now, first).empty());
}

TEST_CASE("A file that both sides have edited is an edit") {
    auto now = first;
    now[0].second = "create table theirs ();";
    auto here = first;
    here[0].second = "create table ours ();";
    CHECK(findings(here, now, first) == Texts{"001_a.up.sql was edited, and is on main already"});
}

TEST_CASE("A file that is gone is told, and where it went") {
    CHECK(
        findings(fifth, first + fifth, first + fifth) ==
        Texts{
            "001_a.down.sql was removed, and is on main already",
            "001_a.up.sql was removed, and is on main already"}
    );
    const Files moved = {
        {"006_a.up.sql", "create table a ();"}, {"006_a.down.sql", "drop table a;"}};
    CHECK(
        findings(moved, first, first) ==
        Texts{
            "001_a.down.sql was renamed to 006_a.down.sql, and is on main already",
            "001_a.up.sql was renamed to 006_a.up.sql, and is on main already"}
    );
}

TEST_CASE("A number that the base took since the fork clashes") {
    const auto found = review(first + pair("005_x"), first + fifth, first);
    REQUIRE(
        messages(found.problems) ==
        Texts{"005_x.up.sql: version 5 is taken on main by 005_e.up.sql"}
    );
    CHECK(found.problems[0].kind == Problem::Kind::duplicate);
    CHECK(found.problems[0].advice.find("runner renumber --base main") != std::string::npos);
}

TEST_CASE("Of two new files with one version one is told, whatever the width of the number") {
    CHECK(
        findings(first + pair("6_y") + pair("006_x"), first, first) ==
        Texts{"6_y.up.sql: version 6 is taken by 006_x.up.sql"}
    );
}

TEST_CASE("A late number is a finding, a notice or neither, as the policy says") {
    const auto here = first + fifth + pair("004_d");
    const auto base = first + fifth;
    CHECK(findings(here, base, base) == Texts{"004_d.up.sql is late: 5 is on main already"});
    const auto warned = review(here, base, base, Options::Late::warn);
    CHECK(warned.problems.empty());
    CHECK(messages(warned.notices) == Texts{"004_d.up.sql is late: 5 is on main already"});
    const auto applied = review(here, base, base, Options::Late::apply);
    CHECK(applied.problems.empty());
    CHECK(applied.notices.empty());
}

TEST_CASE("A new migration needs a down file or a reason") {
    const Files bare = {{"006_f.up.sql", "select 1;"}};
    CHECK(findings(first + bare, first, first) == Texts{"006_f.up.sql has no down file"});
    const Files reasoned = {{"006_f.up.sql", "-- @irreversible: it is data\nselect 1;"}};
    CHECK(findings(first + reasoned, first, first).empty());
    CHECK(findings(bare, bare, bare).empty());
}

TEST_CASE("A new file that could not run is told with its place") {
    const Files broken = {{"006_f.up.sql", "select 1;\nselect 'open;"}, {"006_f.down.sql", ""}};
    const auto found = review(first + broken, first, first);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].kind == Problem::Kind::malformed);
    CHECK(found.problems[0].location->position.line == 2);
}

TEST_CASE("Files that a new one replaces are not missed, an edited one among them is") {
    const auto old = pair("001_a") + pair("002_b");
    const auto line = [&](const std::string& label, const std::string& text) {
        const auto script = read_script(label, Text(text), ScriptKind::up);
        return "-- @replaces: " + label + " " + script.checksum.text() + " " +
               read_body(script).fingerprint.text() + "\n";
    };
    const auto one = [&](const std::string& second) {
        const auto text =
            line("001_a", "select 1;") + line("002_b", second) + "create table everything ();";
        return Files{
            {"002_baseline.up.sql", text}, {"002_baseline.down.sql", "drop table everything;"}};
    };
    CHECK(
        findings(one("select 1;") + pair("003_c"), old + pair("003_c"), old + pair("003_c")).empty()
    );
    CHECK(
        findings(one("select 3;"), old, old) ==
        Texts{"002_b.up.sql was removed, and is on main already"}
    );
}
