// What a statement leaves in the session, and what it takes from there.
#include "support/reading.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace runner;

TEST_CASE("What outlives the transaction in the session is known") {
    for (const auto* text : {
             "set a = 1",
             "set session a to 1, 2",
             "set a.b = 1",
             "set local.a = 1",
             "set session.a to 1",
             "set local to 1",
             "set transaction.a = 1",
             "set time zone 'UTC'",
             "set names 'UTF8'",
             "set role r",
             "set session role none",
             "set session authorization u",
             "set session session authorization u",
             "set session characteristics as transaction read only",
             "reset all",
             "reset role",
             "reset session authorization",
             "discard all",
             "discard plans",
             "discard temp",
             "listen a",
             "unlisten *",
             "prepare p as select 1",
             "prepare transaction as select 1",
             "deallocate all",
             "load 'x'",
             "declare c cursor with hold for select 1",
             "declare cursor binary no scroll cursor /* c */ with hold for select 1",
             "create temp table t (a int)",
             "create local temporary table t (a int) on commit preserve rows",
             "create temp table t on commit delete rows as select 1",
             "create temporary sequence s",
             "create or replace temp view v as select 1",
             "select set_config('a', '1', false)",
             "select pg_catalog.set_config('search_path', '', false)",
             "SELECT PG_CATALOG . SET_CONFIG ('a', 'b', 'off')",
             "select 1, \"set_config\"('a', f(1, 2), false) from t",
             "select set_config('a', '1', b.is_local) from b",
             "with a as (select set_config('a', '1', 'f')) select * from a",
             "explain analyze select set_config('a', '1', false)",
             "do $x$ begin perform set_config('a', '1', false); end $x$",
             "do 'begin perform set_config(''a'', ''1'', false); end'",
         }) {
        CAPTURE(text);
        CHECK(statement(text).changes_session);
    }
    for (const auto* text : {
             "set local a = 1",
             "set local role r",
             "set local session authorization u",
             "set local session characteristics as transaction read only",
             "set transaction read only",
             "set local transaction read only",
             "set session transaction isolation level serializable",
             "set constraints all deferred",
             "show a",
             "prepare transaction 'x'",
             "declare c cursor for with a as (select 1) select * from a",
             "declare c cursor without hold for select 1",
             "declare \"with\" cursor for select 1",
             "create table temp (a int)",
             "create temp table t (a int) on commit drop",
             "create temp table t (a int references b on delete cascade) on commit drop",
             "create temp table t on commit drop as select 1",
             "drop table t",
             "alter role r set a = 1",
             "update t set a = 1",
             "create function f() returns int language sql set a = 1 as 'select 1'",
             "select set_config('a', '1', true)",
             "select set_config('a', '1', 't')",
             "select 'set_config(''a'', ''1'', false)'",
             "select 1 /* set_config('a', '1', false) */",
             "select mine.set_config('a', '1', false)",
             "select set_config from t",
             "do $$ begin perform set_config('a', '1', true); end $$",
             "notify a",
             "select 1",
         }) {
        CAPTURE(text);
        CHECK_FALSE(statement(text).changes_session);
    }
}

TEST_CASE("What releases advisory locks of the session is known") {
    for (const auto* text : {
             "select pg_advisory_unlock(1)",
             "select pg_advisory_unlock_shared(1, 2)",
             "select pg_advisory_unlock_all()",
             "SELECT Pg_Advisory_UNLOCK /* c */ (1)",
             "select \"pg_advisory_unlock_all\"()",
             "select pg_catalog.pg_advisory_unlock(1)",
             "select \"pg_catalog\" . \"pg_advisory_unlock\"(1)",
             "(select pg_advisory_unlock(1))",
             "select count(pg_advisory_unlock(a)) from t",
             "with a as (select pg_advisory_unlock(1)) select * from a",
             "with a as (select pg_advisory_unlock(1)) insert into t select * from a",
             "values (pg_advisory_unlock(1))",
             "call p(pg_advisory_unlock(1))",
             "execute p(pg_advisory_unlock(1))",
             "explain analyze select pg_advisory_unlock(1)",
             "do $$ begin perform pg_advisory_unlock(1); end $$",
             "do language plpgsql $a$ begin perform pg_catalog.pg_advisory_unlock_all(); end $a$",
             "do 'begin perform pg_advisory_unlock(hashtext(''x'')); end'",
             "discard all",
         }) {
        CAPTURE(text);
        CHECK(statement(text).releases_locks);
    }
    for (const auto* text : {
             "select pg_advisory_lock(1)",
             "select pg_advisory_xact_lock(1)",
             "select 'pg_advisory_unlock(1)'",
             "select $$pg_advisory_unlock(1)$$",
             "select 1 -- pg_advisory_unlock(1)",
             "select /* pg_advisory_unlock(1) */ 1",
             "select mine.pg_advisory_unlock(1)",
             "select \"PG_ADVISORY_UNLOCK\"(1)",
             "select pg_advisory_unlock from t",
             "select a_pg_advisory_unlock(1)",
             "select unlock(1)",
             "do $$ begin /* pg_advisory_unlock(1) */ raise 'pg_advisory_unlock(1)'; end $$",
             "do $$ begin execute 'it''s' || 'never closed $$",
             "discard plans",
         }) {
        CAPTURE(text);
        CHECK_FALSE(statement(text).releases_locks);
    }
}

TEST_CASE("What a statement says about standard_conforming_strings is known") {
    for (const auto* text : {
             "set standard_conforming_strings = off",
             "SET Standard_Conforming_Strings TO False",
             "set session standard_conforming_strings to no",
             "set local standard_conforming_strings = 0",
             "set \"Standard_conforming_strings\" = 'of'",
             "set standard_conforming_strings = E'OFF'",
             "set standard_conforming_strings = $x$off$x$",
             "set standard_conforming_strings = \"n\"",
             "set standard_conforming_strings = fa",
             "set standard_conforming_strings = 00",
             "select set_config('standard_conforming_strings', 'off', false)",
             "select 1, pg_catalog.set_config('Standard_Conforming_Strings'::text, '0', true)",
             "do $$ begin perform set_config('standard_conforming_strings', 'off', true); end $$",
         }) {
        CAPTURE(text);
        CHECK(Reading(text).command.standard_strings() == false);
    }
    for (const auto* text : {
             "set standard_conforming_strings = on",
             "set session standard_conforming_strings to 'tr'",
             "set standard_conforming_strings to y",
             "set standard_conforming_strings = 1",
             "set standard_conforming_strings to default",
             "reset standard_conforming_strings",
             "reset \"standard_conforming_strings\"",
             "reset all",
             "discard all",
             "select set_config('standard_conforming_strings', 'yes', false)",
             "select set_config('standard_conforming_strings', null, false)",
         }) {
        CAPTURE(text);
        CHECK(Reading(text).command.standard_strings() == true);
    }
    for (const auto* text : {
             "set standard_conforming_strings = o",
             "set standard_conforming_strings = 2",
             "set standard_conforming_strings = 'off '",
             "set standard_conforming_strings = ''",
             "set standard_conforming_strings from current",
             "set standard_conforming_strings_ = off",
             "set a.standard_conforming_strings = off",
             "set a = standard_conforming_strings",
             "set escape_string_warning = off",
             "reset search_path",
             "discard plans",
             "select set_config('a', 'off', false)",
             "select set_config('standard_conforming_strings', a, false) from t",
             "select 'standard_conforming_strings', 'off', false",
             "alter role r set standard_conforming_strings = off",
         }) {
        CAPTURE(text);
        CHECK(Reading(text).command.standard_strings() == std::nullopt);
    }
}
