// Folders -> Sources: what fits, and that everything that does not is told at once.
#include "discover/file_name.hpp"
#include "discover/sources.hpp"
#include "discover/text_file.hpp"
#include "support/folder.hpp"

#include <runner/error.hpp>
#include <runner/files.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace runner;
using namespace runner::test;
namespace fs = std::filesystem;

namespace {

struct Folders {
    Folders() { fs::create_directory(root.path() / "m"); }

    [[nodiscard]] Options options() const {
        Options result;
        result.migrations = root.path() / "m";
        result.seeds = root.path() / "s";
        return result;
    }

    [[nodiscard]] Sources read() const { return discover(options()); }

    /// "file: message" of each complaint, without the folders.
    [[nodiscard]] std::vector<std::string> complaints(const Options& with) const {
        try {
            static_cast<void>(discover(with));
        } catch (const Error& error) {
            auto all = error.complaints();
            if (all.empty()) {
                all.push_back({error.what(), error.location()});
            }
            std::vector<std::string> texts;
            for (const auto& complaint : all) {
                auto text = complaint.message;
                const auto folder = root.path().string() + "/m/";
                for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
                    text.erase(at, folder.size());
                }
                texts.push_back(complaint.location->file.filename().string() + ": " + text);
            }
            return texts;
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> complaints() const { return complaints(options()); }

    Folder root;
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("Pairs are sorted by number, of any width") {
    Folders folders;
    for (const auto* name :
         {"m/10_b.up.sql",
          "m/9_a.up.sql",
          "m/20261121120000_c.up.sql",
          "m/10_b.down.sql",
          "m/README.md",
          "m/.hidden.sql"}) {
        folders.root.write(name, "select 1;");
    }
    const auto sources = folders.read();
    REQUIRE(sources.migrations.size() == 3);
    CHECK(sources.migrations[0].label() == "9_a");
    CHECK_FALSE(sources.migrations[0].down);
    CHECK(sources.migrations[1].down);
    CHECK(sources.migrations[2].version.digits == "20261121120000");
}

TEST_CASE("Everything wrong in both folders is told at once") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/1_b.up.sql", "select 1;");
    folders.root.write("m/002_x.up.sql", "select 1;");
    folders.root.write("m/002_y.down.sql", "select 1;");
    folders.root.write("m/003.up.sql", "");
    folders.root.write("m/notes.sql", "");
    folders.root.write("m/004_CASE.up.SQL", "");
    folders.root.write("m/005_nul.up.sql", std::string("ab\ncd\0e", 7));
    folders.root.write("m/006_latin.up.sql", "select 'caf\xE9';");
    folders.root.write("m/007_typo.up.sql", "-- @transactoin: none\nselect 1;");
    folders.root.write("m/002_z.verify.sql", "select 1;");
    folders.root.write("m/R_views.sql", std::string("\0", 1));
    folders.root.write("m/r_lower.sql", "select 1;");
    fs::create_directory(folders.root.path() / "m/009_folder.up.sql");
    REQUIRE(mkfifo((folders.root.path() / "m/010_pipe.up.sql").c_str(), 0600) == 0);
    fs::create_symlink("/etc/passwd", folders.root.path() / "m/011_link.up.sql");
    fs::create_symlink("nowhere", folders.root.path() / "m/012_broken.up.sql");
    folders.root.write("s/one.csv", "a\n1\n");

    const auto found = folders.complaints();

    const std::string misfit =
        "does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql, with "
        "NNN_name.verify.sql beside it; a repeatable is R_name.sql";
    const Texts expected = {
        "002_y.down.sql: does not pair with 002_x.up.sql: the names differ",
        "003.up.sql: " + misfit,
        "004_CASE.up.SQL: " + misfit,
        "005_nul.up.sql: a NUL byte at byte 5",
        "006_latin.up.sql: a byte that is not valid UTF-8 (save the file as UTF-8) at byte 11",
        "002_z.verify.sql: does not pair with 002_x.up.sql: the names differ",
        "009_folder.up.sql: is a folder; a file was expected",
        "010_pipe.up.sql: is a device, pipe or socket; a file was expected",
        "011_link.up.sql: is a link that leads out of the folder",
        "012_broken.up.sql: cannot open: No such file or directory",
        "1_b.up.sql: version 1 is taken by 001_a.up.sql; to move one: runner renumber",
        "R_views.sql: a NUL byte (is this file UTF-16? save it as UTF-8) at byte 0",
        "notes.sql: " + misfit,
        "r_lower.sql: " + misfit,
        "one.csv: does not fit: a seed is NNN_name.sql or NNN_[schema.]table.csv"};
    for (const auto& text : expected) {
        CAPTURE(text);
        CHECK(std::find(found.begin(), found.end(), text) != found.end());
    }
    CHECK(found.size() == expected.size() + 1); // and the typo in the header
}

TEST_CASE("Links inside the folder are followed: a mounted ConfigMap is made of them") {
    Folders folders;
    folders.root.write("m/..2026/001_a.up.sql", "select 1;");
    fs::create_symlink("..2026", folders.root.path() / "m/..data");
    fs::create_symlink("..data/001_a.up.sql", folders.root.path() / "m/001_a.up.sql");
    CHECK(folders.read().migrations.size() == 1);
}

TEST_CASE("A byte order mark is dropped and does not count as an edit") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "\xEF\xBB\xBFselect 1;\r\n");
    folders.root.write("m/002_b.up.sql", "select 1;\n");
    const auto sources = folders.read();
    CHECK(sources.migrations[0].up.text.view() == "select 1;\r\n");
    CHECK(sources.migrations[0].up.checksum == sources.migrations[1].up.checksum);
}

TEST_CASE("A large file is mapped, with the same checks") {
    Folders folders;
    const std::string large(std::size_t{2} << 20, 'x');
    folders.root.write("m/001_a.up.sql", "\xEF\xBB\xBF-- " + large + "\nselect 1;\n");
    const auto sources = folders.read();
    CHECK(sources.migrations[0].up.text.is_mapped());
    CHECK(sources.migrations[0].up.text.view().substr(0, 4) == "-- x");
    folders.root.write("m/002_b.up.sql", "-- " + large + "\xFF");
    CHECK(folders.complaints().size() == 1);
}

TEST_CASE("Verify scripts are known and not read, repeatables are sorted by name") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/001_a.verify.sql", "-- @transaction: none\nselect true;");
    folders.root.write("m/R_b.sql", "select 2;");
    folders.root.write("m/R_a.sql", "select 1;");
    auto sources = folders.read();
    REQUIRE(sources.migrations[0].verify);
    CHECK_FALSE(sources.migrations[0].verify->text.is_read());
    REQUIRE(sources.repeatables.size() == 2);
    CHECK(sources.repeatables[0].name == "R_a");
    CHECK(sources.repeatables[1].script.text.view() == "select 2;");
    CHECK_THROWS_WITH(
        read_verifies(sources), Catch::Contains("@transaction only means something in migrations")
    );
    folders.root.write("m/001_a.verify.sql", "select true;");
    read_verifies(sources);
    CHECK(sources.migrations[0].verify->text.view() == "select true;");
}

TEST_CASE("What a file depends on is found under its number, its name or both") {
    Folders folders;
    folders.root.write("m/007_users.up.sql", "select 1;");
    folders.root.write("m/R_names.sql", "select 1;");
    folders.root.write("m/R_views.sql", "-- @depends: 7, R_names\nselect 1;");
    folders.root.write("m/009_x.up.sql", "-- @depends: 007_users, names\nselect 1;");
    const auto sources = folders.read();
    const auto& views = sources.repeatables[1].script.header.depends;
    CHECK(views[0].version == Version{"7"});
    CHECK(views[1].repeatable == "R_names");
    const auto& last = sources.migrations[1].up.header.depends;
    CHECK(last[0].version == Version{"7"});
    CHECK(last[1].repeatable == "R_names");
}

TEST_CASE("A dependency that is nothing, and one that goes in a circle, is told with its place") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "-- @depends: 1, 5\nselect 1;");
    folders.root.write("m/002_b.up.sql", "-- @depends: 001_z\nselect 1;");
    CHECK(
        folders.complaints() ==
        Texts{
            "001_a.up.sql: @depends names 5, and there is no such migration or repeatable",
            "002_b.up.sql: @depends names 001_z, and there is no such migration or repeatable"}
    );
    folders.root.write("m/001_a.up.sql", "-- @depends: 1\nselect 1;");
    folders.root.write("m/002_b.up.sql", "-- @depends: R_v\nselect 1;");
    folders.root.write("m/R_v.sql", "-- @depends: R_w\nselect 1;");
    folders.root.write("m/R_w.sql", "\n-- @depends: 1, 2\nselect 1;");
    CHECK(
        folders.complaints() ==
        Texts{
            "001_a.up.sql: dependencies in a circle: 001_a -> 001_a",
            "R_w.sql: dependencies in a circle: 002_b -> R_v -> R_w -> 002_b"}
    );
    try {
        static_cast<void>(folders.read());
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::source);
        CHECK(error.complaints()[1].location->position == Position{2, 17});
    }
}

TEST_CASE("An image that is older than a file cannot be asked to have it") {
    Folders folders;
    folders.root.write("m/005_a.up.sql", "-- @compatible-from: 5\nselect 1;");
    folders.root.write("m/006_b.up.sql", "-- @compatible-from: 007\nselect 1;");
    CHECK(
        folders.complaints() ==
        Texts{"006_b.up.sql: @compatible-from: 7 is above the file's own number: not even an image "
              "with this file could start"}
    );
}

TEST_CASE("A file that is replaced has to be gone, and may be depended on all the same") {
    const std::string checksums = " xxh3-128:00000000000000000000000000000001 "
                                  "xxh3-128:00000000000000000000000000000002\n";
    Folders folders;
    folders.root.write(
        "m/002_baseline.up.sql",
        "-- @replaces: 001_a" + checksums + "-- @replaces: 002_b" + checksums + "select 1;"
    );
    folders.root.write("m/003_c.up.sql", "-- @depends: 001_a, 002, 002_baseline\nselect 1;");
    const auto sources = folders.read();
    REQUIRE(sources.replacements.size() == 1);
    const auto& depends = sources.migrations[1].up.header.depends;
    CHECK(depends[0].version == Version{"2"});
    CHECK(depends[0].replaced == Version{"1"});
    CHECK(depends[2].version == Version{"2"});
    CHECK(!depends[2].replaced);

    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/003_c.up.sql", "-- @replaces: 004_d" + checksums + "select 1;");
    const auto found = folders.complaints();
    REQUIRE(found.size() == 2);
    CHECK(found[0].starts_with("001_a.up.sql: is replaced by "));
    CHECK(found[1] == "003_c.up.sql: @replaces: 004_d comes later");
}

TEST_CASE("Missing down files matter only when they are required") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/002_b.up.sql", "-- @irreversible: data is gone\nselect 1;");
    folders.root.write("m/003_c.down.sql", "select 1;");
    folders.root.write("m/003_c.verify.sql", "select 1;");
    CHECK(folders.read().orphans.size() == 2);
    auto options = folders.options();
    options.require_down = true;
    const auto found = folders.complaints(options);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("001_a.up.sql: has no down file") == 0);
}

TEST_CASE("A missing migrations folder says what to do, a missing seeds folder is empty") {
    Folders folders;
    CHECK(folders.read().seeds.empty());
    auto options = folders.options();
    options.migrations = "nowhere";
    try {
        static_cast<void>(discover(options));
        FAIL("a missing folder went through");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(error.advice().find("runner init") != std::string::npos);
    }
}

TEST_CASE("Names of seeds say number, table and schema") {
    const auto csv = seed_file_name("003_shop.prices.csv");
    REQUIRE(csv);
    CHECK(csv->table_schema == "shop");
    CHECK(csv->table == "prices");
    CHECK(seed_file_name("001_x.sql")->stem == "001_x");
    CHECK_FALSE(seed_file_name("x.sql"));
    CHECK_FALSE(seed_file_name("001_.csv"));
}

TEST_CASE("Any words become the name of a migration") {
    CHECK(name_from_words("Add Users") == "add_users");
    CHECK(name_from_words("  add -- users! ") == "add_--_users");
    CHECK(name_from_words("l\xC3\xB6schen") == "l\xC3\xB6schen");
    CHECK(name_from_words("!?").empty());
}

TEST_CASE("The next migration takes number, width and style from those that are there") {
    Folders folders;
    const auto created = [&](NewMigration request) {
        request.name = "x";
        return create_migration(folders.options(), request).front().filename().string();
    };
    CHECK(created({}) == "001_x.up.sql");
    CHECK(created({}) == "002_x.up.sql");
    CHECK(created({.name = {}, .version = Version{"41"}}) == "041_x.up.sql");
    CHECK(created({}) == "042_x.up.sql");
    folders.root.write("m/9999_y.up.sql", "");
    CHECK(created({}) == "10000_x.up.sql");
    CHECK(
        created({.name = {}, .version = {}, .timestamp = true}).size() ==
        std::string("20261121120000_x.up.sql").size()
    );
    CHECK(created({}).size() == std::string("20261121120000_x.up.sql").size());
    CHECK_THROWS_AS(created({.name = {}, .version = Version{"9999"}}), Error);
    CHECK_NOTHROW(folders.read());
}

TEST_CASE("A new project never overwrites") {
    Folder root;
    CHECK(create_project(root.path()).size() == 4);
    root.write("runner.toml", "mine");
    CHECK(create_project(root.path()).empty());
    CHECK(root.read("runner.toml") == "mine");
}
