// Expressions and queries, which stand in all other statements.
#include "sql_grammar.hpp"

#include <array>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

// Expressions

constexpr std::array column = {
    "<name>"sv,
    "<name>"sv,
    "<name> . <label>"sv,
    "<name> . <name> . <label>"sv,
    "t . end"sv,
    "t . case"sv,
    "begin . begin"sv,
};
constexpr std::array operand = {
    "<column>"sv,
    "<column>"sv,
    "<number>"sv,
    "<string>"sv,
    "<plain_string>"sv,
    "<national_string>"sv,
    "<bits>"sv,
    "<parameter>"sv,
    "<parameter> . <label>"sv,
    "null"sv,
    "( <expression> )"sv,
    "( <condition> )"sv,
    "case when <condition> then <expression> end"sv,
    "case <operand> when <operand> then <expression> else <expression> end"sv,
    "case when <condition> then <expression> when <condition> then ( case when <condition> then <expression> end ) end"sv,
    "cast ( <expression> as <type> )"sv,
    "array [ <expression> , <expression> ]"sv,
    "row ( <expression> , <expression> )"sv,
    "<column> [ <integer> : <integer> ]"sv,
    "<column> [ <expression> ]"sv,
    "( <select> )"sv,
    "<call>"sv,
    "date ~<plain_string>"sv,
    "te ~<plain_string>"sv,
    "e <plain_string>"sv,
    "\"x\" ~<string>"sv,
    "interval ( <integer> ) ~<string>"sv,
    "interval <string> day to second"sv,
};
constexpr std::array call = {
    "<function_name> ( )"sv,
    "<function_name> ( <expression> )"sv,
    "<function_name> ( <expression> , <expression> )"sv,
    "<function_name> ( <name> => <expression> )"sv,
    "<function_name> ( <expression> , <name> := <expression> )"sv,
    "<name> . <label> ( variadic <expression> )"sv,
    "count ( * ) filter ( where <condition> ) over ( order by <expression> rows unbounded preceding )"sv,
    "string_agg ( distinct <expression> , <string> order by <expression> desc )"sv,
    "coalesce ( <expression> , <expression> )"sv,
    "extract ( year from <expression> )"sv,
    "substring ( <expression> from <expression> for <expression> )"sv,
    "trim ( both <expression> from <expression> )"sv,
};
constexpr std::array expression = {
    "<operand>"sv,
    "<operand>"sv,
    "<operand> <infix_operator> <operand>"sv,
    "<operand> <infix_operator> <operand>"sv,
    "<operand> <infix_operator> <operand> <infix_operator> <operand>"sv,
    "<operand> <signs> <operand>"sv,
    "<prefix_operator> <operand>"sv,
    "<operand> :: <type>"sv,
    "<operand> ~:: ~<type>"sv,
    "u & <plain_string>"sv,
    "bu ~& ~<plain_string>"sv,
    "<operand> operator ( s . <named_operator> ) <operand>"sv,
    "<operand> at time zone <operand>"sv,
    "<operand> collate <name>"sv,
};
constexpr std::array condition = {
    "<operand> = <operand>"sv,
    "<operand> <> <operand>"sv,
    "<operand> <= <operand>"sv,
    "<operand> between <operand> and <operand>"sv,
    "<operand> in ( <expression> , <expression> )"sv,
    "<operand> like <operand> escape <string>"sv,
    "<operand> is not null"sv,
    "<operand> = any ( <operand> )"sv,
    "exists ( <select> )"sv,
    "not ( <condition> )"sv,
    "( <condition> ) and ( <condition> )"sv,
};
constexpr std::array type = {
    "int"sv,
    "<name>"sv,
    "text [ ]"sv,
    "numeric ( 10 , 2 )"sv,
    "<name> . <label>"sv,
    "timestamp with time zone"sv,
    "varchar ( 3 ) [ 2 ]"sv,
    "begin"sv,
    "atomic"sv,
};

// Queries

constexpr std::array target = {
    "<expression>"sv,
    "<expression>"sv,
    "<expression> as <label>"sv,
    "<operand> as end"sv,
    "<column> <bare_label>"sv,
    "<integer> end"sv,
    "begin atomic"sv,
    "<name> . *"sv,
};
constexpr std::array targets = {
    "<target>"sv,
    "<target>"sv,
    "<target> , <targets>"sv,
    "*"sv,
};
constexpr std::array table = {
    "<name>"sv,
    "<name> . <label>"sv,
};
constexpr std::array source = {
    "<table>"sv,
    "<table> as <name>"sv,
    "( <select> ) as <name>"sv,
    "<table> as <name> left join <table> as <name> on <condition>"sv,
    "<function_name> ( <expression> ) with ordinality as <name> ( <name> , <name> )"sv,
    "<table> , lateral ( <select> ) as <name>"sv,
};
constexpr std::array select = {
    "select <targets>"sv,
    "select <targets>"sv,
    "select <targets> from <source>"sv,
    "select <targets> from <source> where <condition>"sv,
    "select distinct on ( <expression> ) <targets> from <source> order by <expression> desc nulls last limit <integer>"sv,
    "select <targets> from <source> group by rollup ( <expression> , <expression> ) having <condition>"sv,
    "select <targets> union all select <targets>"sv,
    "( <select> ) except ( <select> )"sv,
    "with <name> as ( <select> ) select <targets> from <source>"sv,
    "with recursive <name> ( <name> ) as not materialized ( <change> returning * ) table <table>"sv,
    "values ( <expression> , <expression> ) , ( <expression> , default )"sv,
    "select <targets> from <source> for update of <table> nowait"sv,
};
constexpr std::array change = {
    "delete from <table>"sv,
    "insert into <table> values ( <expression> , <expression> )"sv,
    "insert into <table> ( <name> , <name> ) values ( <expression> , <expression> ) , ( default , <string> )"sv,
    "insert into <table> <select>"sv,
    "insert into <table> default values"sv,
    "insert into <table> values ( <expression> ) on conflict ( <name> ) do update set <name> = excluded . <label> where <condition>"sv,
    "update <table> set <name> = <expression> where <condition>"sv,
    "update only <table> as <name> set ( <name> , <name> ) = ( <expression> , default ) from <source>"sv,
    "delete from <table> using <source> where <condition>"sv,
};

constexpr std::array rules = {
    GrammarRule{"column", column},
    GrammarRule{"operand", operand},
    GrammarRule{"call", call},
    GrammarRule{"expression", expression},
    GrammarRule{"condition", condition},
    GrammarRule{"type", type},
    GrammarRule{"target", target},
    GrammarRule{"targets", targets},
    GrammarRule{"table", table},
    GrammarRule{"source", source},
    GrammarRule{"select", select},
    GrammarRule{"change", change},
};

} // namespace

std::span<const GrammarRule> query_grammar() {
    return rules;
}

} // namespace runner::fuzz
