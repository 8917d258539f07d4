// Command tags, and how little of a statement has to be read.
#include "support/reading.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <vector>

using namespace runner;

namespace {

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
        {"create text index i on t (a)", "CREATE"},
        {"create default table t ()", "CREATE"},
        {"drop foreign data wrapper w", "DROP FOREIGN DATA WRAPPER"},
        {"create foreign data", "CREATE"},
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
        {"with recursive a as (select 1) search breadth first by set, insert set update "
         "cycle select_ set delete using values merge into t using a on true",
         "MERGE"},
        {"with recursive recursive as (select 1) table a", "TABLE"},
        {"(with a as (select (1)) select * from a) union select 2", "SELECT"},
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
        {"prepare transaction as select 1", "PREPARE"},
        {"commit prepared 'x'", "COMMIT PREPARED"},
        {"discard all", "DISCARD ALL"},
        {"discard temporary", "DISCARD TEMP"},
        {"vacuum", "VACUUM"},
        {"Create", "CREATE"},
        {"refresh materialized t", "REFRESH"},
        {"frobnicate the table", "FROBNICATE"},
        {"an_unlikely_verb_of_more_than_fifteen_letters",
         "AN_UNLIKELY_VERB_OF_MORE_THAN_FIFTEEN_LETTERS"},
        {"'what'", ""},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(statement(text).command == expected);
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
          "prepare transaction 'x'",
          "prepare transaction $$x$$"}) {
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
          "prepare transaction as select 1",
          "prepare transaction (int) as select 1",
          "set transaction read only",
          "create function f() begin atomic end",
          "\"begin\"",
          "select begin"}) {
        CAPTURE(text);
        CHECK_FALSE(statement(text).controls_transaction);
    }
}

TEST_CASE("No more tokens are read than decide what a statement is") {
    struct Reach {
        std::string text;
        std::size_t tokens;
    };

    const std::vector<Reach> cases = {
        {"insert into t values (1)", 1},
        {"select 1", 1},
        {"update t set a = 1", 1},
        {"delete from t", 1},
        {"comment on table t is ''", 1},
        {"grant select on t to r", 1},
        {"set a = 1", 1},
        {"begin work", 1},
        {"frobnicate it", 1},
        {"((select 1))", 3},
        {"commit and chain", 2},
        {"create table t (a int)", 2},
        {"create temp table t (a int)", 3},
        {"create index i on t (a)", 3},
        {"create unique index concurrently i on t (a)", 4},
        {"create or replace function f() returns int return 1", 4},
        {"create text search parser p ()", 4},
        {"alter table t add a int", 4},
        {"alter table if exists only s.t add a int", 9},
        {"alter table t detach partition p concurrently", 4},
        {"drop table t", 2},
        {"copy t (a, b) from stdin", 9},
        {"copy t to stdout", 3},
        {"with a as (select 1) select * from a", 8},
    };
    for (const auto& [text, tokens] : cases) {
        CAPTURE(text);
        CHECK(Reading(text).tokens == tokens);
    }
}

TEST_CASE("A COPY from stdin and a routine are known from what looks like them") {
    for (const auto* text : {
             "copy t from stdin",
             "COPY s.t (a, \"b\") FROM STDIN (format csv)",
             "copy binary t from stdin",
             "copy s.from from stdin",
             "copy s.to from stdin",
             "copy t from stdout",
         }) {
        CAPTURE(text);
        CHECK(Reading(text).command.reads_rows());
    }
    for (const auto* text : {
             "copy t to stdin",
             "copy t from 'stdin'",
             "copy t from program 'stdin'",
             "copy (select * from stdin) to stdout",
             "copy s.from to stdout",
         }) {
        CAPTURE(text);
        CHECK_FALSE(Reading(text).command.reads_rows());
    }
    CHECK(Reading("create or replace procedure p() begin atomic end").command.creates_routine());
    CHECK(Reading("create function f() return 1").command.creates_routine());
    CHECK_FALSE(Reading("alter function f() rename to g").command.creates_routine());
    CHECK_FALSE(Reading("drop function f").command.creates_routine());
    CHECK_FALSE(Reading("create table function (a int)").command.creates_routine());
}
