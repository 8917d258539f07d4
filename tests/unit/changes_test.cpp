// Two looks at the catalogs -> what has changed, and how the history keeps it.
#include "changes/difference.hpp"
#include "record/change_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;

namespace {

using Kind = Change::Kind;
using Details = std::vector<std::string>;

SeenObjects users() {
    SeenObjects seen;
    seen.complete = true;
    seen.relations[1] = {'r', "public", "users", false, "", false, true};
    seen.columns[{1, 1}] = {"id", "integer", true, "", false};
    seen.columns[{1, 2}] = {"email", "character varying(20)", false, "7", false};
    seen.indexes[9] = {1, "users_pkey", "public", "users", true, false};
    return seen;
}

SeenObjects nothing() {
    SeenObjects seen;
    seen.complete = true;
    return seen;
}

Details details_of(const SeenObjects& before, const SeenObjects& after) {
    const auto changes = changes_between(before, after);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].kind == Kind::changed);
    return changes[0].details;
}

} // namespace

TEST_CASE("Nothing has changed where both looks are the same") {
    CHECK(changes_between(users(), users()).empty());
    auto less = users();
    less.columns.clear(); // the second look has only what was written since
    CHECK(changes_between(users(), less).empty());
}

TEST_CASE("What came, went or has another name is told by its oid") {
    const std::vector<Change> created = {
        {Kind::created,
         "table",
         "public.users",
         {"+ column id integer", "+ column email character varying(20)", "+ index users_pkey"}}};
    CHECK(changes_between(nothing(), users()) == created);

    const std::vector<Change> dropped = {{Kind::dropped, "table", "public.users", {}}};
    CHECK(changes_between(users(), nothing()) == dropped);

    auto renamed = users();
    renamed.relations[1].name = "people";
    CHECK(details_of(users(), renamed) == Details{"renamed from public.users"});
}

TEST_CASE("Columns are added, dropped, renamed, and get another type, default or NOT NULL") {
    auto after = users();
    after.columns[{1, 1}].dropped = true;
    after.columns[{1, 2}] = {"mail", "text", true, "8", false};
    after.columns[{1, 3}] = {"age", "integer", false, "", false};
    CHECK(
        details_of(users(), after) ==
        Details{
            "- column id",
            "~ column mail: renamed from email, type text, not null",
            "+ column age integer"}
    );
    after = users();
    after.columns[{1, 2}].default_state = "8";
    CHECK(details_of(users(), after) == Details{"~ column email: default"});
    after.columns[{1, 2}].default_state = "";
    CHECK(details_of(users(), after) == Details{"~ column email: no default"});
}

TEST_CASE("An index is told with its table, named or not") {
    auto index = nothing();
    index.indexes[9] = users().indexes[9];
    CHECK(details_of(index, nothing()) == Details{"- index users_pkey"});
    auto renamed = index;
    renamed.indexes[9].name = "users_key";
    CHECK(details_of(index, renamed) == Details{"~ index users_key: renamed from users_pkey"});
    const auto changes = changes_between(nothing(), index);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name == "public.users");
}

TEST_CASE("Of a table that only its lock tells of, nothing is made up") {
    auto after = users();
    after.relations[1].named = false;
    CHECK(
        details_of(nothing(), after) ==
        Details{"~ column id integer", "~ column email character varying(20)"}
    );
    after.columns.clear();
    CHECK(changes_between(nothing(), after).empty());
    after.indexes[9].made = true;
    CHECK(details_of(nothing(), after) == Details{"+ index users_pkey"});
    after.relations[1].made = true;
    CHECK(changes_between(nothing(), after)[0].kind == Kind::created);
}

TEST_CASE("Where nobody looked before, only what the transaction made is new") {
    auto after = users();
    after.columns.clear();
    after.others[2] = {'f', "app", "f(integer)", "(0,1)", "", false};
    CHECK(changes_between({}, after).empty()); // another one of the same name
    after.relations[1].made = true;
    after.others[2].made = true;
    CHECK(changes_between({}, after).size() == 2);
}

TEST_CASE("Views, types and routines are told when their definition is another one") {
    SeenObjects before;
    before.relations[1] = {'v', "public", "v", false, "(0,1)", false, true};
    before.others[2] = {'f', "app", "f(integer)", "(0,1)", "", false};
    before.others[3] = {'E', "app", "mood", "(0,1)", "sad\nhappy", false};
    auto after = before;
    CHECK(changes_between(before, after).empty());
    after.relations[1].state = "(0,2)";
    after.others[2].state = "(0,3)";
    after.others[3].values = "sad\nok\nhappy";
    const std::vector<Change> expected = {
        {Kind::changed, "function", "app.f(integer)", {}},
        {Kind::changed, "enum", "app.mood", {"+ value ok"}},
        {Kind::changed, "view", "public.v", {}}};
    CHECK(changes_between(before, after) == expected);
}

TEST_CASE("What the history keeps is read back as it was") {
    const std::vector<Change> changes = {
        {Kind::created, "table", "public.\"A b\"", {"+ column id integer"}},
        {Kind::changed, "materialized view", "public.m", {"+ index m_i", "~ column a: not null"}},
        {Kind::dropped, "function", "public.f(integer, text)", {}}};
    CHECK(
        change_text(changes) == "+ table public.\"A b\"\n"
                                "  + column id integer\n"
                                "~ materialized view public.m\n"
                                "  + index m_i\n"
                                "  ~ column a: not null\n"
                                "- function public.f(integer, text)\n"
    );
    CHECK(changes_of_text(change_text(changes)) == changes);
    CHECK(changes_of_text("").empty());
    CHECK(changes_of_text("+ constellation x\n?\n\n+ table t\n").size() == 1);
    CHECK(
        change_text({{Kind::dropped, "table", "public.\"a\nb\"", {}}}) == "- table public.\"a b\"\n"
    );
}
