// Names, numbers and texts of other tools.
#include "import/alembic_sql.hpp"
#include "import/checksums.hpp"
#include "import/finishing.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"
#include "support/folder.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::foreign;

namespace {

ConvertedMigration migration(const std::string& digits, const std::string& text) {
    return {
        .key = digits, .digits = digits, .name = "x", .up = {"theirs/" + digits + ".sql", text}};
}

Finished finish_one(const std::string& text) {
    return finish({.migrations = {migration("1", text)}}, "ours");
}

} // namespace

TEST_CASE("A name that fits stays, what does not becomes underscores") {
    CHECK(fitting_name("add_Users-2.x") == "add_Users-2.x");
    CHECK(fitting_name("größe") == "größe");
    CHECK(fitting_name("trailing_") == "trailing_");
    CHECK(fitting_name("add users (again)!") == "add_users_again");
    CHECK(fitting_name(".hidden") == "hidden");
    CHECK(fitting_name("../../etc/passwd") == "etc_passwd");
    CHECK(fitting_name("") == "migration");
    CHECK(fitting_name("***") == "migration");
}

TEST_CASE("A number in front of a name is taken with the sign behind it") {
    CHECK(numbered_name("007_users")->digits == "007");
    CHECK(numbered_name("007_users")->rest == "users");
    CHECK(numbered_name("007-users")->rest == "users");
    CHECK(numbered_name("007")->rest.empty());
    CHECK_FALSE(numbered_name("users"));
}

TEST_CASE("Dotted versions become numbers in the same order") {
    using Strings = std::vector<std::string>;
    CHECK(numbers_of_dotted({"1", "002", "10"}) == Strings{"1", "002", "10"});
    CHECK(
        numbers_of_dotted({"1", "1.2", "1_10", "2.0", "10"}) ==
        Strings{"01000", "01002", "01010", "02000", "10000"}
    );
    CHECK(numbers_of_dotted({"1.2.3", "1.2"}) == Strings{"1002003", "1002000"});
    CHECK(numbers_of_dotted({"1.20240131", "1.5"}) == Strings{"120240131", "100000005"});
}

TEST_CASE("Dotted versions that are equal have one spelling") {
    CHECK(canonical_dotted("1_02.0") == "1.2");
    CHECK(canonical_dotted("1.0.0") == "1");
    CHECK(canonical_dotted("0.1") == "0.1");
}

TEST_CASE("Comments that would be directives lose their @, strings and bodies keep it") {
    std::string text = "-- @todo: x\nselect '\n-- @not: a comment\n';\n  --  @b\n"
                       "do $$\n-- @inner: stays\n$$;\n";
    CHECK(disarm_directives(text));
    CHECK(
        text == "-- todo: x\nselect '\n-- @not: a comment\n';\n  --  b\n"
                "do $$\n-- @inner: stays\n$$;\n"
    );
    CHECK_FALSE(disarm_directives(text));
}

TEST_CASE("A file that reads well is taken as it is") {
    const auto done = finish_one("-- @description: ours already\ncreate table a ();\n");
    REQUIRE(done.files.size() == 1);
    CHECK(done.files[0].path == "ours/1_x.up.sql");
    CHECK(done.files[0].text == "-- @description: ours already\ncreate table a ();\n");
    CHECK(done.remarks.empty());
    CHECK(done.migrations[0].migration.up.body->statements == 1);
}

TEST_CASE("A directive of nobody is disarmed and told") {
    const auto done = finish_one("-- @todo: later\ncreate table a ();\n");
    CHECK(done.files[0].text == "-- todo: later\ncreate table a ();\n");
    REQUIRE(done.remarks.size() == 1);
    CHECK(done.remarks[0].location->file == "theirs/1.sql");
}

TEST_CASE("What cannot share a transaction runs without one, and that is told") {
    const auto done = finish_one("create table a ();\nvacuum a;\n");
    CHECK(done.files[0].text == "-- @transaction: none\ncreate table a ();\nvacuum a;\n");
    REQUIRE(done.remarks.size() == 1);
    CHECK(done.remarks[0].message.find("@transaction: none") != std::string::npos);
    CHECK(finish_one("vacuum a;\n").remarks.empty()); // nothing has to be said about it
}

TEST_CASE("What will not run at all is kept, compared by its bytes, and told") {
    const auto done = finish_one("\\i other.sql\nselect 'never closed;\n");
    REQUIRE(done.remarks.size() == 1);
    CHECK(done.remarks[0].message.rfind("will not run as it is: ", 0) == 0);
    CHECK(done.remarks[0].location->file == "ours/1_x.up.sql");
    const auto& up = done.migrations[0].migration.up;
    CHECK(up.body->fingerprint == up.checksum);
}

TEST_CASE("Two files with one version are refused, whatever their zeros") {
    const Conversion both{
        .migrations = {migration("01", "select 1;"), migration("1", "select 2;")}};
    try {
        static_cast<void>(finish(both, "ours"));
        FAIL("both went through");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::source);
        CHECK(error.every_complaint()[0].location->file == "theirs/1.sql");
    }
}

TEST_CASE("A placeholder is one statement, whatever it has to say") {
    const auto done = finish_one(placeholder("it's $placeholder$ \n'; drop table a; --", "was Go"));
    CHECK(done.remarks.empty());
    CHECK(done.migrations[0].migration.up.body->statements == 1);
}

TEST_CASE("Alembic's own table and transactions are taken out of what it prints") {
    const auto part = part_of_alembic(
        "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);\n\n"
        "-- Running upgrade  -> a1\n\nCREATE TABLE t (\n    id BIGINT\n);\n\n"
        "INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING version_num;\n\n"
        "COMMIT;\n\n",
        "a1.py"
    );
    CHECK(part.text == "-- Running upgrade  -> a1\n\nCREATE TABLE t (\n    id BIGINT\n);\n");
    CHECK_FALSE(part.no_transaction);
}

TEST_CASE("An autocommit block of Alembic runs outside of a transaction") {
    const auto part = part_of_alembic(
        "BEGIN;\n\n-- Running upgrade a1 -> a2\n\nCOMMIT;\n\nVACUUM t;\n\nBEGIN;\n\n"
        "UPDATE alembic_version SET version_num='a2';\n\nCOMMIT;\n",
        "a2.py"
    );
    CHECK(part.text == "-- Running upgrade a1 -> a2\n\nVACUUM t;\n");
    CHECK(part.no_transaction);
}

TEST_CASE("Flyway's checksum does not see line endings") {
    CHECK(crc32_of_lines("") == 0);
    CHECK(crc32_of_lines("123456789") == static_cast<std::int32_t>(0xCBF43926));
    CHECK(crc32_of_lines("1234\r\n5678\n9") == crc32_of_lines("123456789"));
}

TEST_CASE("refinery's checksum is the one refinery 0.10 has written") {
    CHECK(
        refinery_hash("email_index", "3", "CREATE INDEX account_email ON account (email);\n", 4) ==
        415945287386569733U
    );
}

TEST_CASE("What a change of sqitch requires becomes @depends on the numbers that are meant") {
    const test::Folder folder;
    folder.write(
        "sqitch.plan",
        "%project=shop\n\n"
        "users 2026-01-01T00:00:00Z A <a@b> # first [not a requirement]\n"
        "@v1 2026-01-01T00:00:00Z A <a@b>\n"
        "users [users@v1] 2026-01-02T00:00:00Z A <a@b> # reworked\n"
        "teams [users !flags other:change gone] 2026-01-03T00:00:00Z A <a@b>\n"
        "old [users@v1 teams] 2026-01-04T00:00:00Z A <a@b>\n"
    );
    for (const auto* name : {"users@v1", "users", "teams", "old"}) {
        folder.write(std::string("deploy/") + name + ".sql", "select 1;\n");
    }

    const auto read = sqitch().convert(folder.path()).migrations;

    REQUIRE(read.size() == 4);
    CHECK(read[0].up.header.empty());
    CHECK(read[1].up.header == std::vector<std::string>{"-- @depends: 001"});
    CHECK(read[2].up.header == std::vector<std::string>{"-- @depends: 002"});
    CHECK(read[3].up.header == std::vector<std::string>{"-- @depends: 001, 003"});
}
