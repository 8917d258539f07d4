// What the catalog of a database sees, against a real server: one statement at a time in
// tests/catalog/blind_spots.txt, each undone before the next.
#include "catalog/loader.hpp"
#include "catalog/member.hpp"
#include "pg/connection.hpp"
#include "support/database.hpp"

#include <runner/catalog.hpp>
#include <runner/dump.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
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
    int since = 0; ///< version of the server
    std::string statement;
    std::vector<std::string> expected;
};

std::vector<Spot> spots() {
    std::vector<Spot> result;
    std::istringstream lines(text_of("blind_spots.txt"));
    constexpr std::string_view since = "-- since ";
    int version = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(since)) {
            version = std::stoi(line.substr(since.size()));
        } else if (line.find_first_of("+-~") == 0) {
            result.back().expected.push_back(line);
        } else {
            result.push_back({version, line, {}});
            version = 0;
        }
    }
    return result;
}

/// "table: owner" of all that a catalog can say, by the queries that read it.
std::set<std::string> readable_attributes(pg::Connection& connection) {
    const std::set<std::string_view> common = {
        "tableoid", "oid", "subid", "schema", "parent", "name", "signature", "position"};
    const catalog::Reading reading{.version = connection.server_version()};
    std::set<std::string> all;
    for (const auto& kind : catalog::members()) {
        const auto add = [&](std::string_view attribute) {
            all.insert(std::string(kind.name) + ": " + std::string(attribute));
        };
        const auto rows = std::move(connection.execute(kind.query(reading)).front());
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            const auto name = rows.name(column);
            if (kind.kind == catalog::Kind::index && name == std::string_view("definition")) {
                for (const auto* part :
                     {"unique", "method", "keys", "include", "nulls_not_distinct", "where"}) {
                    add(part);
                }
            } else if (!common.contains(name)) {
                add(name);
            }
        }
        if (!kind.noun.empty()) {
            add("comment");
        }
    }
    return all;
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

namespace {

/// A tablespace within the server's own folder, which no transaction can make.
class Tablespace {
public:
    explicit Tablespace(pg::Connection& connection) : connection_(connection) {
        connection.execute("SET allow_in_place_tablespaces = on");
        connection.execute("CREATE TABLESPACE spot_space LOCATION ''");
    }

    Tablespace(const Tablespace&) = delete;
    Tablespace& operator=(const Tablespace&) = delete;
    Tablespace(Tablespace&&) = delete;
    Tablespace& operator=(Tablespace&&) = delete;

    ~Tablespace() {
        try {
            connection_.execute("ROLLBACK");
            connection_.execute("DROP TABLESPACE spot_space");
        } catch (const Error& error) {
            UNSCOPED_INFO(error.what());
        }
    }

private:
    pg::Connection& connection_;
};

/// Leaves the attributes of a later server out of what has to be seen.
void forget(std::set<std::string>& unseen, const Spot& spot) {
    for (const auto& line : spot.expected) {
        std::erase_if(unseen, [&](const std::string& attribute) {
            const auto colon = attribute.find(": ");
            return line.starts_with("~ " + attribute.substr(0, colon) + " ") &&
                   line.find(attribute.substr(colon + 2), line.rfind(": ")) != std::string::npos;
        });
    }
}

/// What no statement can change: what the query of another kind says along with its own, what is
/// part of the name, and labels, whose provider would be a library of the server.
bool is_out_of_reach(const std::string& attribute) {
    static const std::set<std::string> all = {
        "aggregate: arguments",
        "foreign table: access_method",
        "foreign table: force_row_security",
        "foreign table: of_type",
        "foreign table: options",
        "foreign table: partition_key",
        "foreign table: replica_identity",
        "foreign table: row_security",
        "foreign table: tablespace",
        "foreign table: unlogged",
        "operator: left",
        "operator: right",
        "procedure: cost",
        "procedure: leakproof",
        "procedure: parallel",
        "procedure: returns",
        "procedure: rows",
        "procedure: strict",
        "procedure: support",
        "procedure: volatility",
        "procedure: window",
        "table: server",
        "table: wrapper_options",
        "user mapping: comment",
        "view: access_method",
        "view: populated",
        "view: tablespace",
    };
    return all.contains(attribute);
}

} // namespace

TEST_CASE("a catalog sees every single change and names the object and the attribute") {
    const test::Database database;
    pg::Connection connection(pg::Conninfo(database.conninfo()), nullptr);
    const Tablespace tablespace(connection);
    const catalog::Reading reading{.version = connection.server_version()};
    connection.execute("BEGIN");
    connection.execute(text_of("blind_spots.sql"));
    connection.execute("SAVEPOINT before");
    const auto before = catalog::load_within(connection, "runner");
    CHECK(before.unmodelled.empty());
    auto unseen = readable_attributes(connection);
    std::size_t tried = 0;
    for (const auto& spot : spots()) {
        INFO(spot.statement);
        if (!reading.since(spot.since)) {
            forget(unseen, spot);
            continue;
        }
        ++tried;
        connection.execute("ROLLBACK TO before");
        try {
            connection.execute(spot.statement);
        } catch (const Error& error) {
            FAIL_CHECK(error.what());
            continue;
        }
        const auto after = catalog::load_within(connection, "runner");
        const auto changes = catalog::difference(before, after);
        for (const auto& change : changes) {
            for (const auto& attribute : change.attributes) {
                unseen.erase(
                    std::string(catalog::kind_name(change.object.kind)) + ": " + attribute.name
                );
            }
        }
        auto found = in_short(changes);
        auto expected = spot.expected;
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        CHECK(found == expected);
        CHECK(catalog::fingerprint(before) != catalog::fingerprint(after));
        CHECK_FALSE(before == after);
        CHECK(after.unmodelled.empty());
    }
    CHECK(tried >= 150);
    std::erase_if(unseen, is_out_of_reach);
    CHECK(unseen == std::set<std::string>());
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
