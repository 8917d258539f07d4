// What the catalog of a database sees, against a real server: one statement at a time in
// tests/catalog/blind_spots.txt, each undone before the next.
#include "catalog/loader.hpp"
#include "pg/connection.hpp"
#include "support/database.hpp"

#include <runner/catalog.hpp>
#include <runner/dump.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace runner;

namespace {

std::string text_of(const std::string& name) {
    const char* const root = std::getenv("RUNNER_SOURCE_ROOT");
    const std::filesystem::path folder = root == nullptr ? "." : root;
    std::ifstream file(folder / "tests/catalog" / name);
    std::stringstream text;
    text << file.rdbuf();
    if (text.str().empty()) {
        throw std::runtime_error("tests/catalog/" + name + " cannot be read");
    }
    return text.str();
}

struct Spot {
    std::string statement;
    std::vector<std::string> expected;
};

std::vector<Spot> spots() {
    std::vector<Spot> result;
    std::istringstream lines(text_of("blind_spots.txt"));
    for (std::string line; std::getline(lines, line);) {
        if (line.find_first_of("+-~") == 0) {
            result.back().expected.push_back(line);
        } else {
            result.push_back({line, {}});
        }
    }
    return result;
}

/// "~ table shop.item: owner, privileges"; parts of what came or went are left out.
std::vector<std::string> in_short(const std::vector<catalog::ObjectChange>& changes) {
    std::vector<std::string> lines;
    for (const auto& change : changes) {
        if (change.with_parent) {
            continue;
        }
        std::string line = change.kind == catalog::ObjectChange::Kind::added     ? "+ "
                           : change.kind == catalog::ObjectChange::Kind::removed ? "- "
                                                                                 : "~ ";
        line += catalog::title(change.object);
        auto attributes = change.attributes;
        std::sort(attributes.begin(), attributes.end(), [](auto& left, auto& right) {
            return left.name < right.name;
        });
        for (const auto& attribute : attributes) {
            line += (&attribute == &attributes.front() ? ": " : ", ") + attribute.name;
        }
        lines.push_back(line);
    }
    return lines;
}

catalog::Catalog catalog_of(const test::Database& database) {
    pg::Connection connection(pg::Conninfo(database.conninfo()), nullptr);
    return catalog::load(connection, "runner");
}

} // namespace

TEST_CASE("a catalog sees every single change and names the object and the attribute") {
    const test::Database database;
    pg::Connection connection(pg::Conninfo(database.conninfo()), nullptr);
    connection.execute("BEGIN");
    connection.execute(text_of("blind_spots.sql"));
    connection.execute("SAVEPOINT before");
    const auto before = catalog::load_within(connection, "runner");
    CHECK(before.unmodelled.empty());
    for (const auto& spot : spots()) {
        INFO(spot.statement);
        connection.execute("ROLLBACK TO before");
        REQUIRE_NOTHROW(connection.execute(spot.statement));
        const auto after = catalog::load_within(connection, "runner");
        auto found = in_short(catalog::difference(before, after));
        auto expected = spot.expected;
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        CHECK(found == expected);
        CHECK(catalog::fingerprint(before) != catalog::fingerprint(after));
        CHECK_FALSE(before == after);
        CHECK(after.unmodelled.empty());
    }
    connection.execute("ROLLBACK");
}

TEST_CASE("nobody's settings change what a catalog says") {
    const test::Database database;
    database.execute("create schema app; create table app.t (a date default '2020-02-03', b float8 "
                     "default 0.1, c bytea default '\\x00', d interval default '1 day 2 hours', "
                     "e timestamptz default '2020-01-01 00:00+00', f text default 'a\\b')");
    const auto usual = catalog_of(database);
    database.execute(
        "do $$ begin execute format('alter database %I set search_path = app', "
        "current_database()); execute format('alter database %I set datestyle = "
        "''German, DMY''', current_database()); execute format('alter database %I set "
        "extra_float_digits = -10', current_database()); execute format('alter database %I set "
        "bytea_output = escape', current_database()); execute format('alter database %I set "
        "intervalstyle = iso_8601', current_database()); execute format('alter database %I set "
        "timezone = ''Asia/Tokyo''', current_database()); execute format('alter database %I set "
        "quote_all_identifiers = on', current_database()); end $$"
    );
    const auto strange = catalog_of(database);
    CHECK(in_short(catalog::difference(usual, strange)).empty());
    CHECK(catalog::dump(usual, {}) == catalog::dump(strange, {}));
}

TEST_CASE("the history is not part of the schema, wherever it stands") {
    const test::Database database;
    database.execute("create schema runner; create table runner.layout (a int); create table "
                     "runner.event (id bigint generated always as identity primary key)");
    const auto apart = catalog_of(database);
    CHECK(apart.objects.size() == 2); // public and plpgsql
    CHECK(apart.unmodelled.empty());
    database.execute("create table runner.own (a int)");
    const auto shared = catalog_of(database);
    CHECK(shared.objects.size() == 5); // the schema, the table and its column as well
    CHECK(shared.unmodelled.empty());
}

TEST_CASE("what is not modelled is named") {
    const test::Database database;
    database.execute("create type unfinished");
    const auto catalog = catalog_of(database);
    REQUIRE(catalog.unmodelled.size() == 1);
    CHECK(catalog.unmodelled.front().kind == "type");
    CHECK(catalog.unmodelled.front().name == "public.unfinished");
    CHECK(
        catalog::dump(catalog, {}).find("-- Not here: type public.unfinished\n") !=
        std::string::npos
    );
}

TEST_CASE("a catalog takes the same number of queries for a large database") {
    const test::Database database;
    const auto small = catalog_of(database);
    database.execute("do $$ begin for i in 1..50 loop execute format('create table t%s (id serial "
                     "primary key, a text unique)', i); end loop; end $$");
    const auto large = catalog_of(database);
    CHECK(large.objects.size() > 300);
    CHECK(large.queries == small.queries);
}
