// What tells from outside whether a statement took effect, and how its names are read.
#include "parse/statement_subject.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using Kind = Subject::Kind;
using Scope = Subject::Scope;

TEST_CASE("The names of a statement that can be looked at are read from its tokens") {
    struct Case {
        std::string sql;
        Subject expected;
    };

    const std::vector<Case> cases = {
        {"create index concurrently i on t (a)",
         {.kind = Kind::create_index, .name = "i", .other = "t"}},
        {"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I x\" ON ONLY s . \"T\" USING btree (a)",
         {.kind = Kind::create_index,
          .name = "\"I x\"",
          .other = "s.\"T\"",
          .if_exists = true,
          .unique = true}},
        {"create index concurrently if on only (t) (a)",
         {.kind = Kind::create_index, .name = "if", .other = "t"}},
        {"create index concurrently on /* here */ s.t (lower(a))",
         {.kind = Kind::create_index, .other = "s.t"}},
        {"drop index concurrently s.i restrict", {.kind = Kind::drop_index, .name = "s.i"}},
        {"drop index concurrently if exists i",
         {.kind = Kind::drop_index, .name = "i", .if_exists = true}},
        {"reindex index concurrently \"a\"\"b\"", {.kind = Kind::reindex, .name = "\"a\"\"b\""}},
        {"reindex (verbose, tablespace x) table concurrently s.t",
         {.kind = Kind::reindex, .scope = Scope::table, .name = "s.t"}},
        {"reindex (concurrently) schema s",
         {.kind = Kind::reindex, .scope = Scope::schema, .name = "s"}},
        {"reindex database concurrently d",
         {.kind = Kind::reindex, .scope = Scope::database, .name = "d"}},
        {"reindex system concurrently", {.kind = Kind::reindex, .scope = Scope::database}},
        {"alter table if exists only s.t detach partition s.p concurrently",
         {.kind = Kind::detach_partition, .name = "s.p", .other = "s.t"}},
        {"alter table t detach partition p finalize", {.kind = Kind::one_transaction}},
        {"alter type s.mood add value if not exists 'so''so' before 'ok'",
         {.kind = Kind::add_enum_value, .name = "s.mood", .other = "'so''so'", .if_exists = true}},
        {"alter type mood rename value 'a' to 'b'", {.kind = Kind::one_transaction}},
        {"create database \"D\" owner o", {.kind = Kind::create_database, .name = "\"D\""}},
        {"drop database if exists d with (force)",
         {.kind = Kind::drop_database, .name = "d", .if_exists = true}},
        {"alter database d set tablespace s",
         {.kind = Kind::move_database, .name = "d", .other = "s"}},
        {"alter database d with tablespace = s",
         {.kind = Kind::move_database, .name = "d", .other = "s"}},
        {"create tablespace s location '/x'", {.kind = Kind::create_tablespace, .name = "s"}},
        {"drop tablespace s", {.kind = Kind::drop_tablespace, .name = "s"}},
        {"create subscription s connection 'x' publication p",
         {.kind = Kind::create_subscription, .name = "s"}},
        {"drop subscription s", {.kind = Kind::drop_subscription, .name = "s"}},
    };
    for (const auto& [sql, expected] : cases) {
        CAPTURE(sql);
        const auto subject = read_subject(sql);
        CHECK(subject.kind == expected.kind);
        CHECK(subject.name == expected.name);
        CHECK(subject.other == expected.other);
        CHECK(subject == expected);
    }
}

TEST_CASE("A name that only the server can read leaves the outcome unknown") {
    for (const auto* sql :
         {"create index concurrently U&\"i\" on t (a)",
          "drop index concurrently s.U&\"i\"",
          "create index concurrently i on U&\"t\" (a)",
          "alter type U&\"t\" add value 'a'",
          "reindex table concurrently U&\"t\""}) {
        CAPTURE(sql);
        CHECK(read_subject(sql).kind == Kind::other);
    }
}

TEST_CASE("Other statements are known by what they are") {
    struct Case {
        Kind kind;
        std::vector<std::string> statements;
    };

    const std::vector<Case> cases = {
        {Kind::session,
         {"set work_mem = '1MB'",
          "reset all",
          "select set_config('search_path', '', false)",
          "prepare p as select 1",
          "discard all"}},
        {Kind::repeatable,
         {"vacuum",
          "vacuum full t",
          "analyze t",
          "cluster",
          "cluster t",
          "reindex table t",
          "reindex schema s",
          "reindex database d",
          "alter system set work_mem = '1MB'",
          "alter subscription s refresh publication",
          "alter subscription s set publication p",
          "refresh materialized view concurrently v"}},
        {Kind::one_transaction,
         {"create table t (a int)",
          "alter table t add a int",
          "drop index i",
          "insert into t values (1)",
          "with a as (select 1) update t set a = 1",
          "grant select on t to r"}},
        {Kind::other,
         {"select f()",
          "do $$ begin commit; end $$",
          "call p()",
          "alter subscription s add publication p",
          "commit prepared 'x'"}},
    };
    for (const auto& [kind, statements] : cases) {
        for (const auto& sql : statements) {
            CAPTURE(sql);
            CHECK(read_subject(sql).kind == kind);
        }
    }
}

TEST_CASE("Concurrent work is known by its statement, not by its tag") {
    CHECK(read_subject("alter table t detach partition p concurrently").is_concurrent());
    CHECK(read_subject("reindex (concurrently) index i").is_concurrent());
    CHECK_FALSE(read_subject("alter table t detach partition p").is_concurrent());
    CHECK_FALSE(read_subject("vacuum").is_concurrent());
}
