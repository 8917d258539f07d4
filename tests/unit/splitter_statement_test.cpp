// What is known about each statement of a script: where it stands, its rows, its command, its
// class. What belongs to which command is in command_test.cpp; here it has to come out right for
// every statement of a script, whatever stands around it.
#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace runner;

namespace {

using Cases = std::vector<std::pair<std::string, std::string>>;

std::string described(const Statement& statement) {
    const auto refuses = statement.refuses_transaction_since;
    return std::to_string(statement.position.line) + ":" +
           std::to_string(statement.position.column) + " " + statement.command +
           (refuses == 0 ? "" : ", refuses since " + std::to_string(refuses)) +
           (statement.controls_transaction ? ", controls" : "") +
           (statement.changes_session ? ", session" : "") +
           (statement.releases_locks ? ", unlocks" : "") + (statement.copy_data ? ", rows" : "");
}

/// Each case is a script and its statements, between bars.
void check(const Cases& cases) {
    for (const auto& [sql, expected] : cases) {
        CAPTURE(sql);
        const Text text(sql);
        StatementReader reader(text, "x.sql");
        std::string actual;
        while (const auto statement = reader.next()) {
            actual += (actual.empty() ? "" : "|") + described(*statement);
            CHECK(statement->position == text.position(statement->span.offset));
        }
        CHECK(actual == expected);
    }
}

} // namespace

TEST_CASE("Each statement knows its line and column in characters") {
    check({
        {"select 1", "1:1 SELECT"},
        {"  select 1", "1:3 SELECT"},
        {"\tselect 1;\tselect 2", "1:2 SELECT|1:12 SELECT"},
        {"select 1; select 'é'; select 2;", "1:1 SELECT|1:11 SELECT|1:23 SELECT"},
        {"select '🙂'; /* 日本 */ select 2", "1:1 SELECT|1:22 SELECT"},
        {"-- c\nselect 1;\n\n  /* ü\n */ select 3;", "2:1 SELECT|5:5 SELECT"},
        {"select '\n\n';select 2", "1:1 SELECT|3:3 SELECT"},
        {"select $$\né\n$$; select 2;", "1:1 SELECT|3:5 SELECT"},
        {"select 1;\r\nselect 2;\r\n\r\nselect 3", "1:1 SELECT|2:1 SELECT|4:1 SELECT"},
        {"select 1;\rselect 2", "1:1 SELECT|1:11 SELECT"},
        {";;\n; select 1", "2:3 SELECT"},
        {"copy t from stdin; select 4;\nrow\n\\.\n\tselect 5",
         "1:1 COPY, rows|1:20 SELECT|4:2 SELECT"},
        {"copy t from stdin; copy u from stdin;\né\n\\.\nü\n\\.\nselect 1",
         "1:1 COPY, rows|1:20 COPY, rows|6:1 SELECT"},
        {"\\restrict é\nselect 1;\n\\unrestrict é\n", "2:1 SELECT"},
        {"create function f() begin atomic\nselect 'é';\nend; select 2",
         "1:1 CREATE FUNCTION|3:6 SELECT"},
        {"create rule r as on insert to t do (a;\nb); select 2", "1:1 CREATE RULE|2:5 SELECT"},
    });
}

TEST_CASE("Spans and rows are exact bytes") {
    struct Case {
        std::string text;
        std::vector<Span> spans;
        std::vector<Span> rows;
    };

    const std::vector<Case> cases = {
        {" select 1 ;", {{1, 8}}, {}},
        {"select 'é';select 2", {{0, 11}, {12, 8}}, {}},
        {"/* 🙂 */ a -- c\n ; b /* d */", {{11, 1}, {21, 1}}, {}},
        {"a\r\n;\r\nb\r\n", {{0, 1}, {6, 1}}, {}},
        {"copy t from stdin;\né\n\\.\nb", {{0, 17}, {25, 1}}, {{19, 3}}},
        {"copy t from stdin;\r\né\r\n\\.\r\nb", {{0, 17}, {28, 1}}, {{20, 4}}},
        {"copy t from stdin ; b; c; -- d\n\\.\n", {{0, 17}, {20, 1}, {23, 1}}, {{31, 0}}},
        {"copy t from stdin; copy u from stdin;\n1\n\\.\n22\n\\.",
         {{0, 17}, {19, 17}},
         {{38, 2}, {43, 3}}},
        {"create function f() begin atomic a; end ; b", {{0, 39}, {42, 1}}, {}},
    };
    for (const auto& [sql, spans, rows] : cases) {
        CAPTURE(sql);
        const Text text(sql);
        StatementReader reader(text, "x.sql");
        std::vector<Span> found_spans;
        std::vector<Span> found_rows;
        while (const auto statement = reader.next()) {
            found_spans.push_back(statement->span);
            if (statement->copy_data) {
                found_rows.push_back(*statement->copy_data);
            }
        }
        CHECK(found_spans == spans);
        CHECK(found_rows == rows);
    }
}

TEST_CASE("The command does not depend on what stands between its words") {
    check({
        {"create/* c */table-- d\nt (a int)", "1:1 CREATE TABLE"},
        {"CREATE\r\nUNIQUE\r\nINDEX\r\nCONCURRENTLY\r\ni ON t (a)",
         "1:1 CREATE INDEX CONCURRENTLY, refuses since 13"},
        {"/* vacuum; */ select 1 -- vacuum\n", "1:15 SELECT"},
        {"((select 1)); (table t); ((values (1)))", "1:1 SELECT|1:15 TABLE|1:26 VALUES"},
        {"select';';insert\ninto t values (1)", "1:1 SELECT|1:11 INSERT"},
        {"vacuum/**/;analyze", "1:1 VACUUM, refuses since 13|1:12 ANALYZE"},
        {"\"select\" 1; 'vacuum'; 1; ()", "1:1 |1:13 |1:23 |1:26 "},
        {"with a as (select ';') /* ; */ delete from t; select 1", "1:1 DELETE|1:47 SELECT"},
        {"create or replace rule r as on insert to t do (vacuum; commit); vacuum",
         "1:1 CREATE RULE|1:65 VACUUM, refuses since 13"},
        {"create procedure p() begin atomic commit; end; commit",
         "1:1 CREATE PROCEDURE|1:48 COMMIT, controls"},
        {"do $$ begin commit; end $$; explain vacuum", "1:1 DO|1:29 EXPLAIN"},
    });
}

TEST_CASE("Nothing of a statement's class is left over for the next one") {
    check({
        {"vacuum; select 1; vacuum",
         "1:1 VACUUM, refuses since 13|1:9 SELECT|1:19 VACUUM, refuses since 13"},
        {"begin; select 1; savepoint a; rollback to a; commit",
         "1:1 BEGIN, controls|1:8 SELECT|1:18 SAVEPOINT|1:31 ROLLBACK|1:46 COMMIT, controls"},
        {"copy t from stdin;\n\\.\ncopy t to stdout; copy t from 'f'",
         "1:1 COPY, rows|3:1 COPY|3:19 COPY"},
        {"alter table t detach partition p concurrently; alter table t detach partition p",
         "1:1 ALTER TABLE, refuses since 14|1:48 ALTER TABLE"},
        {"reindex table concurrently t; reindex table t; create index i on t (a)",
         "1:1 REINDEX CONCURRENTLY, refuses since 13|1:31 REINDEX|1:48 CREATE INDEX"},
        {"create function f() begin atomic a; end; create table begin (a int); end",
         "1:1 CREATE FUNCTION|1:42 CREATE TABLE|1:70 END, controls"},
        {"with a as (select 1) insert into t select * from a; with b as (select 2) select 3",
         "1:1 INSERT|1:53 SELECT"},
        {"drop index concurrently i; drop index i; create index concurrently on t (a)",
         "1:1 DROP INDEX CONCURRENTLY, refuses since 13|1:28 DROP INDEX|"
         "1:42 CREATE INDEX CONCURRENTLY, refuses since 13"},
        {"create database d; alter database d set work_mem = 1; alter system set a = 1; cluster",
         "1:1 CREATE DATABASE, refuses since 13|1:20 ALTER DATABASE|"
         "1:55 ALTER SYSTEM, refuses since 13|1:79 CLUSTER, refuses since 13"},
    });
}

TEST_CASE("What outlives the transaction in the session is known in a script") {
    check({
        {"set a = 1; select 1; set local a = 1; reset a",
         "1:1 SET, session|1:12 SELECT|1:22 SET|1:39 RESET, session"},
        {"SET SESSION a TO 1; set transaction read only; set constraints all deferred",
         "1:1 SET, session|1:21 SET|1:48 SET"},
        {"set role r; set session authorization r; set session characteristics as transaction "
         "read only",
         "1:1 SET, session|1:13 SET, session|1:42 SET, session"},
        {"listen a; notify a; unlisten a; update t set a = 1",
         "1:1 LISTEN, session|1:11 NOTIFY|1:21 UNLISTEN, session|1:33 UPDATE"},
        {"reset all; discard plans; select 1",
         "1:1 RESET, session|1:12 DISCARD PLANS, session|"
         "1:27 SELECT"},
        {"discard all", "1:1 DISCARD ALL, refuses since 13, session, unlocks"},
    });
}

TEST_CASE("Calls that give locks back are known in a script") {
    check({
        {"select pg_advisory_unlock(1); select 1", "1:1 SELECT, unlocks|1:31 SELECT"},
        {"SELECT PG_CATALOG.PG_ADVISORY_UNLOCK_ALL()", "1:1 SELECT, unlocks"},
        {"select pg_advisory_lock(1), 'pg_advisory_unlock(1)' -- pg_advisory_unlock(1)\n",
         "1:1 SELECT"},
        {"select a, pg_advisory_unlock_shared(1, 2) from t where b", "1:1 SELECT, unlocks"},
        {"do $$ begin perform pg_advisory_unlock(1); end $$; select 1",
         "1:1 DO, unlocks|1:52 SELECT"},
    });
}
