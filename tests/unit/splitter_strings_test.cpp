// standard_conforming_strings: while it is off, a backslash escapes in '…' and N'…' as well.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

namespace {

const std::string off = "set standard_conforming_strings = off";
/// One statement where a backslash escapes, two where it does not.
const std::string probe = R"(select '\';select '--')";
const std::string escaped = R"(select '\';select ')";
const std::string plain = R"(select '\'|select '--')";

using Cut = std::pair<std::string, std::string>;

Cut behind(const std::string& statement, const std::string& probed) {
    return {statement + ";\n" + probe, statement + "|" + probed};
}

Cut behind_off_and(const std::string& statement, const std::string& probed) {
    return {off + ";" + statement + ";\n" + probe, off + "|" + statement + "|" + probed};
}

/// Behind each of them a backslash escapes.
void check_begins(const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        check_cuts({behind(statement, escaped)});
    }
}

/// Behind each of them a backslash is a character like others.
void check_does_not_begin(const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        check_cuts({behind(statement, plain)});
    }
}

/// The same with the setting turned off in front.
void check_ends(const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        check_cuts({behind_off_and(statement, plain)});
    }
}

/// The setting is turned off in front, and stays off.
void check_does_not_end(const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        check_cuts({behind_off_and(statement, escaped)});
    }
}

} // namespace

TEST_CASE("SET standard_conforming_strings turns escapes on for what is behind it") {
    check_begins({
        off,
        "SET STANDARD_CONFORMING_STRINGS TO OFF",
        "set standard_conforming_strings to off",
        "set session standard_conforming_strings = off",
        "set local standard_conforming_strings to off",
        "set standard_conforming_strings=off",
        "set standard_conforming_strings = 'off'",
        "set standard_conforming_strings = 'OFF'",
        "set standard_conforming_strings = E'off'",
        "set standard_conforming_strings = \"off\"",
        "set standard_conforming_strings = false",
        "set standard_conforming_strings = 'false'",
        "set standard_conforming_strings to f",
        "set standard_conforming_strings = no",
        "set standard_conforming_strings to n",
        "set standard_conforming_strings = of",
        "set standard_conforming_strings = 0",
        "set standard_conforming_strings = '0'",
        "set \"standard_conforming_strings\" = off",
        "set \"Standard_Conforming_Strings\" = off",
        "set /* a */ standard_conforming_strings -- b\n = /* c */ off",
        "set\r\nstandard_conforming_strings\r\n=\r\noff",
    });
    check_cuts({
        {off + "; " + probe, off + "|" + escaped},
        {off + R"(; select '\'; select '; x)", off + R"(|select '\'; select '|x)"},
        {R"(select '\'; )" + off + R"(; select '\';'; select 'a\\'; x)",
         R"(select '\'|)" + off + R"(|select '\';'|select 'a\\'|x)"},
    });
}

TEST_CASE("set_config() counts as SET") {
    check_begins({
        "select set_config('standard_conforming_strings', 'off', false)",
        "select pg_catalog.set_config('standard_conforming_strings','off',false)",
        "SELECT PG_CATALOG.SET_CONFIG('standard_conforming_strings', 'OFF', FALSE)",
        "select set_config('standard_conforming_strings', 'off', true)",
        "select set_config('Standard_Conforming_Strings', 'no', false)",
        "select 1, set_config('standard_conforming_strings', '0', false)",
        "select set_config(/* a */'standard_conforming_strings'\n, 'off' -- b\n, false)",
        "select \"pg_catalog\".\"set_config\"('standard_conforming_strings', 'false', false)",
    });
    check_does_not_begin({
        "select set_config('standard_conforming_strings', 'on', false)",
        "select set_config('search_path', '', false)",
        "select set_config('search_path', 'standard_conforming_strings', false)",
        "select set_config('escape_string_warning', 'off', false)",
        "select s.set_config('standard_conforming_strings', 'off', false)",
        "select 'set_config(''standard_conforming_strings'', ''off'', false)'",
        "select 1 /* set_config('standard_conforming_strings', 'off', false) */, 2",
        "select current_setting('standard_conforming_strings')",
    });
    check_ends({
        "select set_config('standard_conforming_strings', 'on', false)",
        "select pg_catalog.set_config('standard_conforming_strings', 'true', false)",
    });
}

TEST_CASE("SET to on, DEFAULT, RESET and DISCARD ALL end the escapes") {
    check_ends({
        "set standard_conforming_strings = on",
        "SET STANDARD_CONFORMING_STRINGS TO ON",
        "set session standard_conforming_strings = on",
        "set local standard_conforming_strings = on",
        "set standard_conforming_strings = 'on'",
        "set standard_conforming_strings = true",
        "set standard_conforming_strings = yes",
        "set standard_conforming_strings = 1",
        "set standard_conforming_strings to default",
        "set standard_conforming_strings = default",
        "reset standard_conforming_strings",
        "RESET \"standard_conforming_strings\"",
        "reset all",
        "RESET ALL",
        "discard all",
        "Discard /* c */ All",
    });
    check_cuts({
        {off + ";" + escaped + ";reset all;" + off + ";" + probe,
         off + "|" + escaped + "|reset all|" + off + "|" + escaped},
    });
}

TEST_CASE("Other statements leave the setting as it is") {
    check_does_not_begin({
        "set standard_conforming_strings = on",
        "set standard_conforming_strings to default",
        "set escape_string_warning = off",
        "set backslash_quote = off",
        "set search_path = standard_conforming_strings, off",
        "set s.standard_conforming_strings = off",
        "set search_path to 'standard_conforming_strings = off'",
        "show standard_conforming_strings",
        "alter role r set standard_conforming_strings = off",
        "alter role r in database d set standard_conforming_strings to off",
        "alter database d set standard_conforming_strings = off",
        "alter system set standard_conforming_strings = off",
        "alter function f() set standard_conforming_strings = off",
        "create function f() returns int set standard_conforming_strings = off return 1",
        "create function f() returns int set standard_conforming_strings = off as 'x' language sql",
        "do $$ begin set standard_conforming_strings = off; end $$",
        "select 'set standard_conforming_strings = off'",
        "update t set standard_conforming_strings = off",
    });
    check_does_not_end({
        "select 1",
        "set escape_string_warning = on",
        "set session authorization default",
        "set time zone default",
        "reset escape_string_warning",
        "reset session authorization",
        "reset role",
        "discard plans",
        "discard temp",
        "begin",
        "commit",
        "show standard_conforming_strings",
        "set standard_conforming_strings from current",
        "alter role r reset all",
        "alter role r set standard_conforming_strings = on",
        "create function f() returns int set standard_conforming_strings = on return 1",
    });
}

TEST_CASE("While it is off, strings end where E strings end") {
    const std::string set = off + ";";
    const std::string cut = off + "|";
    check_cuts({
        {set + R"(select '\\'; x)", cut + R"(select '\\'|x)"},
        {set + R"(select '\\\';'; x)", cut + R"(select '\\\';'|x)"},
        {set + R"(select 'a''\';'; x)", cut + R"(select 'a''\';'|x)"},
        {set + R"(select '\'''; x'; y)", cut + R"(select '\'''; x'|y)"},
        {set + R"(select N'\';'; x)", cut + R"(select N'\';'|x)"},
        {set + R"(select n'\\'; x)", cut + R"(select n'\\'|x)"},
        {set + R"(select E'\';'; x)", cut + R"(select E'\';'|x)"},
        {set + R"(select date'\';'; x)", cut + R"(select date'\';'|x)"},
        {set + "select 'a'\n'\\';b'; x", cut + "select 'a'\n'\\';b'|x"},
        {set + "select N'a' -- c\r\n'\\';b'; x", cut + "select N'a' -- c\r\n'\\';b'|x"},
        {set + "select 'a' '\\';b'; x", cut + "select 'a' '\\';b'|x"},
        {set + "select '\\\n;\\é;'; x", cut + "select '\\\n;\\é;'|x"},
        {set + "select ('\\');'); x", cut + "select ('\\');')|x"},
        {set + R"(create function f() begin atomic select '\'; end;'; end; x)",
         cut + R"(create function f() begin atomic select '\'; end;'; end|x)"},
        {set + R"(comment on table t is '\\i; \';'; x)",
         cut + R"(comment on table t is '\\i; \';'|x)"},
        {"/* é */ " + set + "\nselect 'ü', '\\';", "2:13 this string is never closed"},
        {set + R"(select N'\';)", "1:46 this string is never closed"},
    });
}

TEST_CASE("While it is off, everything else is as ever") {
    const std::string set = off + ";";
    const std::string cut = off + "|";
    check_cuts({
        {set + R"(select B'\'; x)", cut + R"(select B'\'|x)"},
        {set + R"(select X'\'; x)", cut + R"(select X'\'|x)"},
        {set + "select B'0'\n'\\'; x", cut + "select B'0'\n'\\'|x"},
        {set + R"(select "\"; x)", cut + R"(select "\"|x)"},
        {set + R"(select U&"\"; x)", cut + R"(select U&"\"|x)"},
        {set + R"(select $$\$$; x)", cut + R"(select $$\$$|x)"},
        {set + "-- \\\nselect 1; x", cut + "select 1|x"},
        {set + "/* \\*/ select 1; x", cut + "select 1|x"},
        {set + "copy t from stdin;\n'\\\n\\.\nselect '\\';'; x",
         cut + "copy t from stdin{'\\\n}|select '\\';'|x"},
        {set + "select '\\';' \\g",
         "1:52 \\g is a psql command, not SQL: end the statement with a semicolon"},
    });
}
