// What a migration changed, in lines for a person.
#include "cli/change_view.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::cli;

namespace {

using Kind = Change::Kind;
using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("An object is a line: parts of a new table are counted, those of an old one named") {
    const std::vector<Change> changes = {
        {Kind::created,
         "table",
         "public.users",
         {"+ column id bigint", "+ column email text", "+ index users_pkey"}},
        {Kind::created, "view", "app.v", {}},
        {Kind::changed, "table", "public.t", {"+ column email text", "+ index t_email_key"}},
        {Kind::changed, "function", "public.f(integer)", {}},
        {Kind::dropped, "table", "public.\"Old\"", {}}};
    CHECK(
        change_lines(changes) ==
        Lines{
            "+ table users (2 columns, 1 index)",
            "+ view app.v",
            "t: + column email text, + index t_email_key",
            "~ function f(integer)",
            "- table \"Old\""}
    );
    CHECK(all_change_lines(changes).size() == 10);
    CHECK(all_change_lines(changes)[1] == "  + column id bigint");
}

TEST_CASE("Long lines and many of them are cut") {
    Change wide{Kind::changed, "table", "public.t", {}};
    for (int at = 0; at < 100; ++at) {
        wide.details.push_back("+ column c" + std::to_string(at) + " integer");
    }
    const auto line = change_lines({wide}).front();
    CHECK(line.size() < 110);
    CHECK(line.ends_with(", …"));

    const std::vector<Change> many(100, {Kind::created, "table", "public.t", {}});
    CHECK(change_lines(many).size() == 8);
    CHECK(change_lines(many).back() == "and 93 more");
}

TEST_CASE("A name cannot reach the terminal with control characters") {
    CHECK(
        change_lines({{Kind::dropped, "table", "public.\"\x1b[2J\"", {}}})[0].find('\x1b') ==
        std::string::npos
    );
}
