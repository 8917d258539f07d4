// Command tags, and what the server thinks of a statement in a transaction block.
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace runner;

namespace {

Statement statement(const std::string& sql) {
    const Text text(sql);
    auto result = StatementReader(text, "x.sql").next();
    REQUIRE(result);
    return *result;
}

struct Case {
    std::string text;
    std::string expected;
};

} // namespace

TEST_CASE("A statement has the tag the server would give it, or nearly") {
    const std::vector<Case> cases = {
        {"create table t ()", "CREATE TABLE"},
        {"Create Unlogged Table t ()", "CREATE TABLE"},
        {"create global temporary table t ()", "CREATE TABLE"},
        {"create local temp table t ()", "CREATE TABLE"},
        {"create /* c */ table -- d\n t ()", "CREATE TABLE"},
        {"create unique index i on t (a)", "CREATE INDEX"},
        {"create unique index concurrently i on t (a)", "CREATE INDEX CONCURRENTLY"},
        {"create index concurrently if not exists i on t (a)", "CREATE INDEX CONCURRENTLY"},
        {"create index \"concurrently\" on t (a)", "CREATE INDEX"},
        {"create materialized view v as select 1", "CREATE MATERIALIZED VIEW"},
        {"create or replace temp recursive view v as select 1", "CREATE VIEW"},
        {"create or replace function f() returns int return 1", "CREATE FUNCTION"},
        {"create procedure p() begin atomic end", "CREATE PROCEDURE"},
        {"create constraint trigger t after insert on t", "CREATE TRIGGER"},
        {"create event trigger t on x", "CREATE EVENT TRIGGER"},
        {"create trusted procedural language l", "CREATE LANGUAGE"},
        {"create default conversion c for 'a' to 'b' from f", "CREATE CONVERSION"},
        {"create foreign data wrapper w", "CREATE FOREIGN DATA WRAPPER"},
        {"create foreign table t ()", "CREATE FOREIGN TABLE"},
        {"create text search configuration c (parser = p)", "CREATE TEXT SEARCH CONFIGURATION"},
        {"create text search dictionary d ()", "CREATE TEXT SEARCH DICTIONARY"},
        {"create operator class c for type t", "CREATE OPERATOR CLASS"},
        {"create operator family f using btree", "CREATE OPERATOR FAMILY"},
        {"create operator === (leftarg = int)", "CREATE OPERATOR"},
        {"create user mapping for u server s", "CREATE USER MAPPING"},
        {"create user u", "CREATE USER"},
        {"create access method m", "CREATE ACCESS METHOD"},
        {"create type t as enum ()", "CREATE TYPE"},
        {"create extension if not exists e", "CREATE EXTENSION"},
        {"create tablespace s location '/'", "CREATE TABLESPACE"},
        {"create nonsense x", "CREATE"},
        {"alter table only t add a int", "ALTER TABLE"},
        {"alter default privileges grant select on tables to r", "ALTER DEFAULT PRIVILEGES"},
        {"alter materialized view v rename to w", "ALTER MATERIALIZED VIEW"},
        {"alter system set a = 1", "ALTER SYSTEM"},
        {"alter large object 1 owner to r", "ALTER LARGE OBJECT"},
        {"drop index concurrently i", "DROP INDEX CONCURRENTLY"},
        {"drop index i", "DROP INDEX"},
        {"drop owned by r", "DROP OWNED"},
        {"reassign owned by r to s", "REASSIGN OWNED"},
        {"reindex table concurrently t", "REINDEX CONCURRENTLY"},
        {"reindex (verbose, concurrently) index i", "REINDEX CONCURRENTLY"},
        {"reindex index i", "REINDEX"},
        {"insert into t values (1)", "INSERT"},
        {"update t set a = 1", "UPDATE"},
        {"delete from t", "DELETE"},
        {"merge into t using s on true", "MERGE"},
        {"select 1", "SELECT"},
        {"(select 1) union (select 2)", "SELECT"},
        {"((select 1))", "SELECT"},
        {"values (1)", "VALUES"},
        {"with a as (select 1) select * from a", "SELECT"},
        {"with a as (delete from t returning *) insert into u select * from a", "INSERT"},
        {"with recursive update (a) as not materialized (select 1), delete as (select 2) "
         "update t set a = 1",
         "UPDATE"},
        {"with a as (select 1) (select * from a)", "SELECT"},
        {"with recursive a as (select 1) search depth first by b, delete set update select 1",
         "SELECT"},
        {"with a as (select 1) delete from t", "DELETE"},
        {"with a as (select 1) merge into t using a on true", "MERGE"},
        {"copy t from stdin;\n\\.\n", "COPY"},
        {"grant select on t to r", "GRANT"},
        {"comment on table t is 'x'", "COMMENT"},
        {"set search_path = a", "SET"},
        {"set transaction read only", "SET"},
        {"do $$ begin end $$", "DO"},
        {"refresh materialized view concurrently v", "REFRESH MATERIALIZED VIEW"},
        {"import foreign schema s from server x into y", "IMPORT FOREIGN SCHEMA"},
        {"security label on table t is 'x'", "SECURITY LABEL"},
        {"start transaction read only", "START TRANSACTION"},
        {"prepare transaction 'x'", "PREPARE TRANSACTION"},
        {"prepare p as select 1", "PREPARE"},
        {"commit prepared 'x'", "COMMIT PREPARED"},
        {"discard all", "DISCARD ALL"},
        {"vacuum", "VACUUM"},
        {"frobnicate the table", "FROBNICATE"},
        {"'what'", ""},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(statement(text).command == expected);
    }
}

TEST_CASE("What refuses a transaction block is known") {
    for (const auto* text : {
             "create index concurrently i on t (a)",
             "create unique index concurrently on t (a)",
             "drop index concurrently i",
             "reindex table concurrently t",
             "reindex (concurrently) table t",
             "reindex (verbose, concurrently true) index i",
             "reindex (verbose true, tablespace s, concurrently = on) index i",
             "reindex schema s",
             "reindex (verbose) database d",
             "reindex system d",
             "cluster",
             "cluster verbose",
             "cluster (verbose)",
             "vacuum",
             "vacuum (analyze) t",
             "vacuum full t",
             "create database d",
             "drop database if exists d",
             "create tablespace s location '/'",
             "drop tablespace s",
             "alter database d set tablespace s",
             "alter system set a = 1",
             "alter table t detach partition p concurrently",
             "alter table if exists only s.t detach partition s.p concurrently",
             "create subscription s connection 'x' publication p",
             "create subscription s connection 'x' publication p with (create_slot = true)",
             "create subscription s connection 'x' publication p with (slot_name = off)",
             "alter subscription s refresh publication",
             "alter subscription s set publication p",
             "alter subscription s add publication p with (copy_data = false)",
             "alter subscription s drop publication p with (refresh = true)",
             "alter subscription s set (failover = true)",
             "drop subscription s",
             "discard all",
             "commit prepared 'x'",
             "rollback prepared 'x'",
         }) {
        CAPTURE(text);
        CHECK(statement(text).refuses_transaction);
        CHECK_FALSE(statement(text).controls_transaction);
    }
}

TEST_CASE("What looks like it but runs in a transaction block is known") {
    for (const auto* text : {
             "create index i on t (a)",
             "create index \"concurrently\" on t (a)",
             "drop index i",
             "reindex table t",
             "reindex (verbose) index i",
             "reindex (concurrently false) table t",
             "reindex (concurrently = off) table t",
             "cluster t",
             "cluster t using i",
             "cluster verbose t",
             "cluster (verbose) t",
             "cluster \"verbose\"",
             "analyze t",
             "alter database d set work_mem = 1",
             "alter database d rename to e",
             "alter table t detach partition p",
             "alter table t detach partition p finalize",
             "alter table t detach partition s.concurrently",
             "alter table t set tablespace s",
             "refresh materialized view concurrently v",
             "create subscription s connection 'x' publication p with (create_slot = false)",
             "create subscription s connection 'x' publication p with (connect=off, enabled=off)",
             "create subscription s connection 'x' publication a, b, c with (create_slot='false')",
             "alter subscription s set publication p with (refresh = false)",
             "alter subscription s disable",
             "alter subscription s set (slot_name = none)",
             "alter subscription refresh rename to t",
             "discard plans",
             "select 'vacuum'",
             "explain select 1",
             "savepoint a",
         }) {
        CAPTURE(text);
        CHECK_FALSE(statement(text).refuses_transaction);
    }
}

TEST_CASE("Transaction control is known from savepoints") {
    for (const auto* text :
         {"begin",
          "BEGIN WORK",
          "begin isolation level serializable",
          "start transaction",
          "commit",
          "commit and chain",
          "end",
          "end work",
          "rollback",
          "rollback work",
          "rollback and no chain",
          "abort",
          "prepare transaction 'x'"}) {
        CAPTURE(text);
        CHECK(statement(text).controls_transaction);
    }
    for (const auto* text :
         {"savepoint a",
          "release a",
          "release savepoint a",
          "rollback to a",
          "rollback work to savepoint a",
          "rollback transaction to a",
          "commit prepared 'x'",
          "rollback prepared 'x'",
          "prepare p as select 1",
          "set transaction read only",
          "create function f() begin atomic end",
          "\"begin\"",
          "select begin"}) {
        CAPTURE(text);
        CHECK_FALSE(statement(text).controls_transaction);
    }
}
