// Statements, above all those in which other statements hide.
#include "sql_grammar.hpp"

#include <array>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

// Bodies that hold statements

constexpr std::array rule_action = {
    "<change>"sv,
    "<change>"sv,
    "<select>"sv,
    "notify <name> , <plain_string>"sv,
};
constexpr std::array rule_actions = {
    "<rule_action>"sv,
    "<rule_action> ; <rule_actions>"sv,
    "<rule_action> ; <rule_action>"sv,
    "<rule_action> ;"sv,
    "; <rule_actions>"sv,
};
constexpr std::array create_rule = {
    "create rule <name> as on insert to <table> do ( <rule_actions> ) #rule_actions"sv,
    "create or replace rule <name> as on update to <table> where <condition> do instead ( <rule_actions> ) #rule_actions"sv,
    "create rule <name> as on delete to <table> do instead nothing"sv,
    "create rule <name> as on delete to <table> do also <change>"sv,
};
constexpr std::array schema_element = {
    "create table <name> ( <columns> )"sv,
    "create view <name> as <select>"sv,
    "create index on <name> ( <name> )"sv,
    "grant select on <table> to public"sv,
    "create sequence <name> start 1"sv,
    "create trigger <name> after insert on <table> execute function <function_name> ( <string> )"sv,
};
constexpr std::array create_schema = {
    "create schema <name> <schema_element> #schema_elements"sv,
    "create schema <name> <schema_element> <schema_element> <schema_element> #schema_elements"sv,
    "create schema authorization <name> <schema_element> <schema_element> #schema_elements"sv,
    "create schema if not exists <name>"sv,
};
constexpr std::array argument = {
    "<name> <type>"sv,
    "begin atomic"sv,
    "inout <name> <type> default <operand>"sv,
    "<name> <type> = <expression>"sv,
    "variadic <name> <type>"sv,
};
constexpr std::array routine_head = {
    "create function <function_name> ( ) returns <type>"sv,
    "create function <function_name> ( <argument> ) returns <type>"sv,
    "create or replace function <function_name> ( <argument> , <argument> ) returns setof <type>"sv,
    "create procedure <function_name> ( <argument> )"sv,
    "create or replace procedure begin . atomic ( )"sv,
    "create function begin ( ) returns table ( begin atomic , <name> <type> )"sv,
    "create function atomic ( ) returns begin"sv,
    "create function <name> . <label> ( ) returns begin . atomic % type"sv,
};
constexpr std::array routine_options = {
    "language sql"sv,
    ""sv,
    "immutable strict parallel safe language <name>"sv,
    "set search_path to <name> , <string>"sv,
    "set <name> to begin"sv,
    "set begin = atomic"sv,
    "set begin . atomic from current"sv,
    "cost 1.5 support begin"sv,
    "transform for type begin , for type <type>"sv,
    "returns null on null input language begin"sv,
    "<function_settings>"sv,
};
constexpr std::array body_statement = {
    "<select>"sv,
    "<select>"sv,
    "<change>"sv,
    "return <expression>"sv,
    "return case when <condition> then <expression> end #case_in_atomic"sv,
    "select case <operand> when <operand> then <expression> end end #case_in_atomic"sv,
    "select <operand> as end"sv,
    "select t . end , t . begin from <table>"sv,
    "select begin atomic from begin"sv,
    "update <table> set <name> = case when <condition> then end_of ( ) end where <condition> #case_in_atomic"sv,
    ""sv,
    "<create_rule>"sv,
    "do <body_string>"sv,
    "copy <table> from stdin"sv,
    "set <name> to begin"sv,
    "<atomic_routine> #atomic_in_atomic"sv,
};
constexpr std::array body_statements = {
    ""sv,
    "<body_statement> ;"sv,
    "<body_statement> ; <body_statements>"sv,
    "<body_statement> ; <body_statement> ; <body_statements>"sv,
};
constexpr std::array atomic_routine = {
    "<routine_head> <routine_options> begin atomic <body_statements> end #atomic_body"sv,
};
constexpr std::array create_routine = {
    "<routine_head> <routine_options> as <body_string>"sv,
    "<atomic_routine>"sv,
    "<atomic_routine>"sv,
    "<atomic_routine>"sv,
    "<routine_head> as <string> , <string> <routine_options>"sv,
    "<routine_head> <routine_options> return <expression>"sv,
};

// Other statements

constexpr std::array columns = {
    "<name> <type>"sv,
    "<name> <type> , <columns>"sv,
    "<name> <type> default <operand> not null , <columns>"sv,
    "begin <type> , check ( <condition> )"sv,
    "<name> <type> generated always as ( <expression> ) stored"sv,
    "<name> <type> references <table> on delete cascade , primary key ( <name> )"sv,
    "<name> <type> , like <table> including all"sv,
};
constexpr std::array definition = {
    "create table <table> ( <columns> )"sv,
    "create temp table if not exists <table> ( <columns> ) partition by range ( <name> )"sv,
    "create table <table> as <select> with no data"sv,
    "create or replace view <table> as <select>"sv,
    "create index on <table> ( <name> , ( <expression> ) ) where <condition>"sv,
    "create unique index concurrently if not exists <name> on only <table> ( lower ( <name> ) desc )"sv,
    "create trigger begin before insert or update of <name> on <table> for each row when ( <condition> ) execute function begin ( <string> , 1 )"sv,
    "create type <table> as enum ( <string> , <string> )"sv,
    "create domain <table> as <type> check ( <condition> )"sv,
    "create operator <name> . <named_operator> ( leftarg = int , procedure = begin , commutator = <named_operator> )"sv,
    "create aggregate begin ( atomic ) ( sfunc = <name> , stype = int , initcond = <string> )"sv,
    "create policy <name> on <table> using ( <condition> ) with check ( <condition> )"sv,
    "create server <name> foreign data wrapper <name> options ( <name> <string> , begin <string> )"sv,
    "alter table <table> add column <name> <type> default <operand> , drop constraint <name> cascade"sv,
    "alter function <function_name> ( begin atomic ) set <name> to begin"sv,
    "comment on table <table> is <string>"sv,
    "grant select , update ( <name> ) on <table> to public with grant option"sv,
    "drop table if exists <table> , <table>"sv,
};
constexpr std::array utility = {
    "<transaction>"sv,
    "do <body_string>"sv,
    "do language plpgsql <body_string>"sv,
    "set <name> to <string>"sv,
    "set local <name> . <name> = <number>"sv,
    "notify <name> , <plain_string>"sv,
    "prepare <name> ( <type> ) as <select>"sv,
    "execute <name> ( <expression> )"sv,
    "explain ( analyze , costs off ) <select>"sv,
    "declare <name> cursor with hold for <select>"sv,
    "call <function_name> ( <expression> )"sv,
    "copy <table> to stdout"sv,
    "copy ( <select> ) to stdout with ( format csv , delimiter <string> )"sv,
    "copy <table> from <plain_string>"sv,
    "copy <table> from program <string>"sv,
    "copy t . from to stdin"sv,
    "vacuum ( analyze ) <table>"sv,
};
constexpr std::array transaction = {
    "begin"sv,
    "begin transaction isolation level serializable , read only"sv,
    "start transaction"sv,
    "commit"sv,
    "end"sv,
    "end work and no chain"sv,
    "rollback to savepoint <name>"sv,
    "savepoint <name>"sv,
};
constexpr std::array copy_from_stdin = {
    "copy <table> from stdin"sv,
    "copy <table> from stdin"sv,
    "copy <table> ( <name> , <name> ) from stdin"sv,
    "copy <table> from stdout"sv,
    "copy binary <table> from stdin"sv,
    "copy stdin from stdin"sv,
    "copy t . from from stdin"sv,
    "copy t . to ( <name> ) from stdin with ( format csv , null <string> , header )"sv,
    "copy <table> from stdin using delimiters <plain_string>"sv,
    "copy <table> from stdin csv quote <string>"sv,
    "copy <table> from stdin where <condition>"sv,
};
// A string setting is the business of the function, not of what stands behind it.
constexpr std::array function_settings = {
    "set standard_conforming_strings = off"sv,
    "set standard_conforming_strings to off set <name> to <string>"sv,
};
constexpr std::array escapes_on = {
    "set standard_conforming_strings = off"sv,
    "set session standard_conforming_strings to off"sv,
    "set local standard_conforming_strings = 'off'"sv,
    "set standard_conforming_strings to false"sv,
    "set standard_conforming_strings = 0"sv,
    "set \"standard_conforming_strings\" to 'no'"sv,
    "select set_config ( 'standard_conforming_strings' , 'off' , false )"sv,
};
constexpr std::array escapes_off = {
    "set standard_conforming_strings = on"sv,
    "set standard_conforming_strings to 'yes'"sv,
    "set standard_conforming_strings to default"sv,
    "reset standard_conforming_strings"sv,
    "reset all"sv,
    "discard all"sv,
    "select pg_catalog . set_config ( 'standard_conforming_strings' , 'on' , true )"sv,
};
constexpr std::array statement = {
    "<select>"sv,
    "<select>"sv,
    "<change>"sv,
    "<create_routine>"sv,
    "<create_routine>"sv,
    "<create_rule>"sv,
    "<create_schema>"sv,
    "<definition>"sv,
    "<utility>"sv,
};

constexpr std::array rules = {
    GrammarRule{"rule_action", rule_action},
    GrammarRule{"rule_actions", rule_actions},
    GrammarRule{"create_rule", create_rule},
    GrammarRule{"schema_element", schema_element},
    GrammarRule{"create_schema", create_schema},
    GrammarRule{"argument", argument},
    GrammarRule{"routine_head", routine_head},
    GrammarRule{"routine_options", routine_options},
    GrammarRule{"body_statement", body_statement},
    GrammarRule{"body_statements", body_statements},
    GrammarRule{"atomic_routine", atomic_routine},
    GrammarRule{"create_routine", create_routine},
    GrammarRule{"columns", columns},
    GrammarRule{"definition", definition},
    GrammarRule{"utility", utility},
    GrammarRule{"transaction", transaction},
    GrammarRule{"copy_from_stdin", copy_from_stdin},
    GrammarRule{"function_settings", function_settings},
    GrammarRule{"escapes_on", escapes_on},
    GrammarRule{"escapes_off", escapes_off},
    GrammarRule{"statement", statement},
};

} // namespace

std::span<const GrammarRule> statement_grammar() {
    return rules;
}

} // namespace runner::fuzz
