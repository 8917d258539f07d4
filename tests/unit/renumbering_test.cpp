// Who keeps a number, who gets another one, and who is told about it.
#include "parse/checksum.hpp"
#include "review/renumbering.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <string>
#include <vector>

using namespace runner;

namespace {

using Texts = std::vector<std::string>;

void put(Tree& tree, const std::string& file, const std::string& text = "select 1;") {
    TreeFile facts;
    facts.path = file;
    facts.name = *migration_file_name(file);
    facts.version = Version::from(facts.name.digits).value_or(Version{});
    facts.text = Text(text);
    facts.checksum = checksum(facts.text);
    tree[file] = facts;
}

Numbers numbers_of(std::initializer_list<const char*> labels) {
    Numbers numbers;
    for (const std::string label : labels) {
        put(numbers.here, label + ".up.sql");
        put(numbers.here, label + ".down.sql");
    }
    return numbers;
}

/// Somebody else has it.
void fix(Numbers& numbers, const std::string& label) {
    numbers.fixed.insert(label);
    numbers.taken.insert(*Version::from(label.substr(0, label.find('_'))));
}

Texts moves(const Renumbering& renumbering) {
    Texts texts;
    for (const auto& move : renumbering.moves) {
        texts.push_back(move.from + " -> " + move.to);
    }
    return texts;
}

Texts moves(const Numbers& numbers) {
    return moves(renumber_files(numbers));
}

} // namespace

TEST_CASE("Nothing moves when every number is free and in order") {
    auto numbers = numbers_of({"001_a", "002_b", "007_c"});
    CHECK(moves(numbers).empty());
    fix(numbers, "002_b");
    fix(numbers, "001_a");
    CHECK(moves(numbers).empty());
    numbers.keep_order = true;
    CHECK(moves(numbers).empty());
}

TEST_CASE("Of two the one that is not taken moves behind the last number") {
    auto numbers = numbers_of({"001_a", "002_b", "002_mine"});
    fix(numbers, "001_a");
    fix(numbers, "002_b");
    CHECK(moves(numbers) == Texts{"002_mine -> 003_mine"});
    numbers.taken.insert(Version{"9"}); // on the base, and not merged yet
    CHECK(moves(numbers) == Texts{"002_mine -> 010_mine"});
}

TEST_CASE("Of two that nobody has the one that was committed first stays") {
    auto numbers = numbers_of({"002_a", "002_b", "002_c"});
    CHECK(moves(numbers) == Texts{"002_b -> 003_b", "002_c -> 004_c"});
    numbers.committed = {{"002_c", 100}, {"002_b", 200}};
    CHECK(moves(numbers) == Texts{"002_b -> 003_b", "002_a -> 004_a"});
}

TEST_CASE("A late one moves, unless late ones are fine") {
    auto numbers = numbers_of({"003_mine", "005_e"});
    fix(numbers, "005_e");
    CHECK(moves(numbers) == Texts{"003_mine -> 006_mine"});
    numbers.late = false;
    CHECK(moves(numbers).empty());
}

TEST_CASE("A branch keeps its order") {
    auto numbers = numbers_of({"005_theirs", "005_mine", "006_more", "009_last"});
    fix(numbers, "005_theirs");
    numbers.keep_order = true;
    CHECK(moves(numbers) == Texts{"005_mine -> 006_mine", "006_more -> 007_more"});
}

TEST_CASE("Without a branch a move past another file is told") {
    auto numbers = numbers_of({"005_theirs", "005_mine", "006_more"});
    fix(numbers, "005_theirs");
    const auto renumbering = renumber_files(numbers);
    CHECK(moves(renumbering) == Texts{"005_mine -> 007_mine"});
    REQUIRE(renumbering.remarks.size() == 1);
    CHECK_THAT(
        renumbering.remarks[0], Catch::StartsWith("006_more will run in front of 007_mine now")
    );
}

TEST_CASE("All files of a migration move, the up file last, and the width stays") {
    auto numbers = numbers_of({"0009_a", "0009_b"});
    put(numbers.here, "0009_b.verify.sql");
    const auto renumbering = renumber_files(numbers);
    REQUIRE(renumbering.moves.size() == 1);
    CHECK(
        renumbering.moves[0].files ==
        std::vector<std::pair<std::string, std::string>>{
            {"0009_b.verify.sql", "0010_b.verify.sql"},
            {"0009_b.down.sql", "0010_b.down.sql"},
            {"0009_b.up.sql", "0010_b.up.sql"}}
    );
}

TEST_CASE("A run that was cut short between two files is finished by the next one") {
    auto numbers = numbers_of({"005_theirs"});
    fix(numbers, "005_theirs");
    put(numbers.here, "005_mine.up.sql");
    put(numbers.here, "006_mine.down.sql"); // has moved already
    const auto renumbering = renumber_files(numbers);
    REQUIRE(renumbering.moves.size() == 1);
    CHECK(renumbering.moves[0].to == "006_mine");
    CHECK(renumbering.moves[0].files.size() == 1);
}

TEST_CASE("Files numbered by time get the time, and stay in order") {
    auto numbers = numbers_of({"20260101000000_a", "20260101000000_b", "20260101000000_c"});
    numbers.clock = Version{"20260202000000"};
    CHECK(
        moves(numbers) ==
        Texts{"20260101000000_b -> 20260202000000_b", "20260101000000_c -> 20260202000001_c"}
    );
}

TEST_CASE("What depends on a moved migration names its new label") {
    auto numbers = numbers_of({"005_theirs", "005_mine"});
    fix(numbers, "005_theirs");
    numbers.keep_order = true;
    put(numbers.here, "006_more.up.sql", "-- @depends: 005_mine, 005\nselect 1;\n");
    put(numbers.here, "R_view.sql", "-- @depends: 006_more\nselect 1;\n");
    const auto renumbering = renumber_files(numbers);
    CHECK(moves(renumbering) == Texts{"005_mine -> 006_mine", "006_more -> 007_more"});
    REQUIRE(renumbering.changes.size() == 2);
    CHECK(renumbering.changes[0].file == "006_more.up.sql");
    CHECK(renumbering.changes[0].text == "-- @depends: 006_mine, 006_mine\nselect 1;\n");
    CHECK(renumbering.changes[1].text == "-- @depends: 007_more\nselect 1;\n");

    // Texts first, then names: the second run finds them changed and leaves them.
    for (const auto& change : renumbering.changes) {
        put(numbers.here, change.file, change.text);
    }
    const auto again = renumber_files(numbers);
    CHECK(moves(again) == moves(renumbering));
    CHECK(again.changes.empty());
}

TEST_CASE("A number that two had, and neither is taken, is left for a person to decide") {
    auto numbers = numbers_of({"005_a", "005_b"});
    put(numbers.here, "006_more.up.sql", "-- @depends: 005\nselect 1;\n");
    const auto renumbering = renumber_files(numbers);
    CHECK(renumbering.changes.empty());
    REQUIRE_FALSE(renumbering.remarks.empty());
    CHECK_THAT(renumbering.remarks.back(), Catch::Contains("check which one is meant"));
}

TEST_CASE("The file of somebody else is not touched") {
    auto numbers = numbers_of({"005_theirs", "005_mine"});
    fix(numbers, "005_theirs");
    fix(numbers, "006_more");
    put(numbers.here, "006_more.up.sql", "-- @depends: 005\nselect 1;\n");
    CHECK(renumber_files(numbers).changes.empty());
}
