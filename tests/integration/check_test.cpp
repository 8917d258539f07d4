// `check`: twelve planted faults are found, each where it is, and nothing else.
#include "support/folder.hpp"
#include "support/world.hpp"

#include <runner/check.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::test;

namespace {

struct Project {
    Folder folder;

    Project() {
        folder.write("migrations/.keep", "");
        folder.write("seeds/.keep", "");
    }

    void pair(const std::string& name, const std::string& up, const std::string& down) const {
        folder.write("migrations/" + name + ".up.sql", up);
        folder.write("migrations/" + name + ".down.sql", down);
    }

    [[nodiscard]] std::vector<Checked> check() const {
        Options options;
        options.migrations = folder.path() / "migrations";
        options.seeds = folder.path() / "seeds";
        Observer silent;
        return check_migrations(options, silent, {.all = true, .scratch = {}, .each = {}});
    }
};

std::vector<std::string> messages(const std::vector<Checked>& checked) {
    std::vector<std::string> lines;
    for (const auto& file : checked) {
        for (const auto& finding : file.findings) {
            lines.push_back(std::string(check_name(finding.kind)) + ": " + finding.message);
        }
    }
    return lines;
}

} // namespace

TEST_CASE("Each of twelve planted faults is found, and nothing that is none") {
    const Project project;
    project.pair(
        "001_users",
        "create table users (id int primary key, email text, name text, n int default 1,"
        " constraint positive check (n > 0));"
        "comment on column users.email is 'where mail goes';"
        "create function touch() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger touched before update on users for each row execute function touch();",
        "drop table users; drop function touch();"
    );
    project.pair("002_leaked_index", "create index users_email_idx on users (email)", "select 1");
    project.pair(
        "003_leaked_sequence",
        "create sequence ticket; create table tickets (id int default nextval('ticket'))",
        "drop table tickets"
    );
    project.pair(
        "004_leaked_type",
        "create type mood as enum ('low', 'high'); alter table users add mood mood",
        "alter table users drop mood"
    );
    project.pair("005_leaked_privilege", "grant select on users to public", "select 1");
    project.pair(
        "006_changed_comment",
        "comment on column users.email is 'an address'",
        "comment on column users.email is null"
    );
    project.pair(
        "007_changed_default",
        "alter table users alter n set default 2",
        "alter table users alter n drop default"
    );
    project.pair("008_lost_trigger", "drop trigger touched on users", "select 'forgotten'");
    project.pair(
        "009_constraint_renamed",
        "alter table users drop constraint positive",
        "alter table users add constraint users_n_check check (n > 0)"
    );
    project.pair(
        "010_column_order",
        "alter table users drop email",
        "alter table users add email text; comment on column users.email is 'an address';"
        "create index users_email_idx on users (email)"
    );
    project.pair("011_down_fails", "create table a (id int)", "drop table b");
    project.pair(
        "012_second_up_fails", "insert into users (id, name) values (10, 'admin')", "select 1"
    );
    project.pair("013_clean", "create table clean (id int)", "drop table clean");
    project.folder.write(
        "seeds/001_users.sql", "insert into users (id, n) values (1, 1) on conflict do nothing"
    );
    project.folder.write("seeds/002_more.sql", "insert into clean select 1");
    project.folder.write(
        "seeds/003_clean.sql",
        "insert into clean select 7 where not exists (select from clean where id = 7)"
    );
    const auto checked = project.check();
    CHECK(
        messages(checked) ==
        std::vector<std::string>{
            "down_differs: 002_leaked_index down leaves index `public.users_email_idx`",
            "down_differs: 003_leaked_sequence down leaves sequence `public.ticket`",
            "down_differs: 004_leaked_type down leaves enum `public.mood`",
            "down_differs: 005_leaked_privilege down does not restore privileges of table "
            "`public.users`",
            "down_differs: 006_changed_comment down does not restore comment of column "
            "`public.users.email`",
            "down_differs: 007_changed_default down does not bring back default of "
            "`public.users.n`",
            "down_differs: 008_lost_trigger down does not bring back trigger `touched ON "
            "public.users`",
            "down_differs: 009_constraint_renamed down leaves constraint `users_n_check ON "
            "public.users`; does not bring back constraint `positive ON public.users`",
            "down_differs: 010_column_order down does not restore columns of table "
            "`public.users`",
            "down_failed: 011_down_fails down fails: table \"b\" does not exist",
            "second_up_failed: 012_second_up_fails up fails the second time: duplicate key value "
            "violates unique constraint \"users_pkey\"",
            "seed_changes: seed 002_more: a second run changes public.clean: 1 row before it, 2 "
            "after it"}
    );
    CHECK(checked.size() == 16); // thirteen pairs, three seeds
}

TEST_CASE("What cannot go back is said to be so, and what runs around it is run, too") {
    const Project project;
    project.pair("001_a", "create table a (id int primary key)", "drop table a");
    project.folder.write("migrations/001_a.verify.sql", "select count(*) = 0 from a");
    project.folder.write(
        "migrations/002_b.up.sql", "-- @irreversible: rows are gone\ndelete from a"
    );
    project.folder.write(
        "migrations/003_c.up.sql", "create role made_here; grant made_here to app_reader"
    );
    project.pair("004_d", "alter table a add note text", "alter table a drop note");
    project.pair("005_e", "alter table a drop note", "alter table a add note text");
    project.folder.write("migrations/R_view.sql", "create or replace view v as select id from a");
    const auto checked = project.check();
    CHECK(messages(checked) == std::vector<std::string>{});
    REQUIRE(checked.size() == 6);
    CHECK(checked[0].verified);
    CHECK(checked[1].reason == "rows are gone");
    CHECK(checked[2].reason == "it has no down file");
    CHECK(checked[3].notes == std::vector<std::string>{});
    CHECK(checked[4].notes == std::vector<std::string>{"values in public.a are others after down"});
    CHECK(checked[5].label == "R_view");
}

TEST_CASE("Behind a migration that does not run nothing is checked; a repeatable runs twice") {
    const Project project;
    project.pair("001_a", "create table a (id int)", "drop table a");
    project.folder.write("migrations/R_once.sql", "create table once (id int)");
    auto checked = project.check();
    REQUIRE(messages(checked).size() == 1);
    CHECK(
        messages(checked)[0] ==
        "repeatable_failed: the repeatables fail the second time: relation \"once\" already exists"
    );
    project.pair("002_b", "select 1 from nowhere", "select 1");
    project.pair("003_c", "create table c (id int)", "drop table c");
    checked = project.check();
    REQUIRE(checked.size() == 4);
    CHECK(checked[1].findings[0].kind == CheckFinding::Kind::up_failed);
    CHECK(checked[1].findings[0].location->position.column == 15);
    CHECK(checked[2].reason == "002_b does not run");
    CHECK(checked[3].result == Checked::Result::not_reached);
}

TEST_CASE("A pending migration that does not run is told, though one behind it is applied already"
) {
    World world;
    world.migrations.write("001_a.up.sql", "create table a (id int);");
    world.migrations.write("003_c.up.sql", "create table c (id int);");
    world.runner().up();
    world.migrations.write("002_b.up.sql", "select 1 from nowhere;");
    Observer silent;

    const auto checked =
        check_migrations(world.options(), silent, {.all = false, .scratch = {}, .each = {}});

    REQUIRE(checked.size() == 1);
    CHECK(messages(checked)[0].starts_with("up_failed: 002_b up fails"));
}

TEST_CASE("A second up that does something else than the first is found") {
    const Project project;
    project.pair("001_marks", "create table marks (n int)", "drop table marks");
    project.pair(
        "002_twice",
        "insert into marks values (1);"
        "do 'begin if (select count(*) from marks) > 1 then create table extra (); end if; end'",
        "drop table if exists extra"
    );

    CHECK(
        messages(project.check()) ==
        std::vector<std::string>{
            "second_up_differs: 002_twice up, the second time, adds table `public.extra`"}
    );
}

TEST_CASE("A role that a file makes is not in its way when the database is built again") {
    const Project project;
    project.pair("001_role", "create role check_reader", "drop role check_reader");
    project.pair("002_leak", "create table leaked (id int)", "select 1");
    project.pair("003_fine", "create table fine (id int)", "drop table fine");

    const auto checked = project.check();

    REQUIRE(checked.size() == 3);
    CHECK(messages(checked).size() == 1);
    CHECK(checked[2].result == Checked::Result::passed);
}
