// Functions, procedures and aggregates.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::catalog {
namespace {

// Settings that hold lists are stored with each element quoted as a name, and an empty one is none.
constexpr std::string_view settings = R"sql(
       (select string_agg('SET ' || quote_ident(split_part(s, '=', 1)) || ' TO ' ||
               case when split_part(s, '=', 1) in ('local_preload_libraries', 'search_path',
                        'session_preload_libraries', 'shared_preload_libraries',
                        'temp_tablespaces', 'unix_socket_directories')
                    then regexp_replace(substr(s, strpos(s, '=') + 1), '(^|, )""(?=,|$)',
                                        '\1''''', 'g')
                    else quote_literal(substr(s, strpos(s, '=') + 1)) end,
               E'\n' order by place)
        from unnest(p.proconfig) with ordinality as list (s, place)) as settings)sql";

std::string query_of(const Reading& reading, std::string_view kinds) {
    const std::string sql_body =
        reading.since(14) ? "pg_get_function_sqlbody(p.oid) as sql_body" : "null as sql_body";
    return "select p.tableoid, p.oid, n.nspname as schema, p.proname as name, "
           "'(' || oidvectortypes(p.proargtypes) || ')' as signature" +
           owner("p.proowner") + privileges("f", "p.proacl", "p.proowner") + R"sql(,
       nullif(pg_get_function_arguments(p.oid), '') as arguments,
       case when p.prokind <> 'p' then pg_get_function_result(p.oid) end as returns,
       l.lanname as language,
       (select string_agg('FOR TYPE ' || format_type(f, null), ', ' order by place)
        from unnest(p.protrftypes) with ordinality as list (f, place)) as transforms,
       case when p.prokind = 'w' then 'yes' end as window,
       case p.provolatile when 'i' then 'IMMUTABLE' when 's' then 'STABLE' end as volatility,
       case when p.proisstrict then 'yes' end as strict,
       case when p.prosecdef then 'yes' end as security_definer,
       case when p.proleakproof then 'yes' end as leakproof,
       case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' end as parallel,
       nullif(p.procost, case when l.lanname in ('c', 'internal') then 1 else 100 end) as cost,
       nullif(p.prorows, case when p.proretset then 1000 else 0 end) as rows,
       case when p.prosupport <> 0 then p.prosupport::text end as support,)sql" +
           std::string(settings) + ", p.probin as library, " + sql_body + R"sql(,
       p.prosrc as body
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace and )sql" +
           own_schema() + R"sql(
join pg_language l on l.oid = p.prolang
where p.prokind in ()sql" +
           std::string(kinds) + ") and " + no_member("pg_proc", "p.oid") + " and " +
           no_inner_part("pg_proc", "p.oid");
}

std::string query_functions(const Reading& reading) {
    return query_of(reading, "'f', 'w'");
}

std::string query_procedures(const Reading& reading) {
    return query_of(reading, "'p'");
}

/// Between dollar signs that the body itself does not have.
std::string dollar_quoted(std::string_view body) {
    std::string tag = "$$";
    for (int number = 0; body.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos;
         ++number) {
        tag = number == 0 ? "$body$" : fmt::format("$body{}$", number);
    }
    return tag + std::string(body) + tag;
}

void write(const Object& object, Writing& writing) {
    const bool procedure = object.kind == Kind::procedure;
    std::string text = std::string("CREATE ") + (procedure ? "PROCEDURE " : "FUNCTION ") +
                       qualified(object.schema, object.name) + "(" +
                       std::string(object.value("arguments")) + ")";
    const auto add = [&](std::string_view attribute, std::string_view words) {
        if (object.has(attribute)) {
            text.append(words).append(object.value(attribute));
        }
    };
    const auto say = [&](std::string_view attribute, std::string_view words) {
        text += object.has(attribute) ? words : "";
    };
    add("returns", "\n    RETURNS ");
    text += "\n    LANGUAGE " + quote_name(object.value("language"));
    add("transforms", " TRANSFORM ");
    say("window", " WINDOW");
    add("volatility", " ");
    say("strict", " STRICT");
    say("security_definer", " SECURITY DEFINER");
    say("leakproof", " LEAKPROOF");
    add("parallel", " PARALLEL ");
    add("cost", " COST ");
    add("rows", " ROWS ");
    add("support", " SUPPORT ");
    for (const auto& setting : lines_of(object.value("settings"))) {
        text += "\n    " + setting;
    }
    const auto body = object.value("body");
    if (object.has("sql_body")) {
        add("sql_body", "\n");
    } else if (object.has("library")) {
        text += "\n    AS " + literal(object.value("library")) + ", " + literal(body);
    } else {
        text += "\n    AS " + dollar_quoted(body);
    }
    writing.create(object, text);
}

std::string query_aggregates(const Reading&) {
    return "select p.tableoid, p.oid, n.nspname as schema, p.proname as name, "
           "'(' || coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*') || ')' as "
           "signature" +
           owner("p.proowner") + privileges("f", "p.proacl", "p.proowner") + R"sql(,
       case a.aggkind when 'o' then 'ordered-set' when 'h' then 'hypothetical' end as kind,
       coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') as arguments,
       case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' end as parallel,
       a.aggtransfn::regproc::text as sfunc,
       format_type(a.aggtranstype, null) as stype,
       nullif(a.aggtransspace, 0) as sspace,
       nullif(a.aggfinalfn::regproc::text, '-') as finalfunc,
       case when a.aggfinalextra then 'yes' end as finalfunc_extra,
       case when a.aggfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end
            then case a.aggfinalmodify when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE'
                 else 'READ_WRITE' end end as finalfunc_modify,
       nullif(a.aggcombinefn::regproc::text, '-') as combinefunc,
       nullif(a.aggserialfn::regproc::text, '-') as serialfunc,
       nullif(a.aggdeserialfn::regproc::text, '-') as deserialfunc,
       quote_literal(a.agginitval) as initcond,
       nullif(a.aggmtransfn::regproc::text, '-') as msfunc,
       nullif(a.aggminvtransfn::regproc::text, '-') as minvfunc,
       case when a.aggmtranstype <> 0 then format_type(a.aggmtranstype, null) end as mstype,
       nullif(a.aggmtransspace, 0) as msspace,
       nullif(a.aggmfinalfn::regproc::text, '-') as mfinalfunc,
       case when a.aggmfinalextra then 'yes' end as mfinalfunc_extra,
       case when a.aggmtransfn <> 0
                 and a.aggmfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end
            then case a.aggmfinalmodify when 'r' then 'READ_ONLY'
            when 's' then 'SHAREABLE' else 'READ_WRITE' end end as mfinalfunc_modify,
       quote_literal(a.aggminitval) as minitcond,
       case when a.aggsortop <> 0 then (select 'OPERATOR(' || quote_ident(sn.nspname) || '.' ||
                s.oprname || ')' from pg_operator s join pg_namespace sn on sn.oid = s.oprnamespace
                where s.oid = a.aggsortop) end as sortop
from pg_aggregate a
join pg_proc p on p.oid = a.aggfnoid
join pg_namespace n on n.oid = p.pronamespace and )sql" +
           own_schema() + " where " + no_member("pg_proc", "p.oid");
}

void write_aggregate(const Object& object, Writing& writing) {
    std::string text = "CREATE AGGREGATE " + qualified(object.schema, object.name) + "(" +
                       std::string(object.value("arguments")) + ") (";
    std::string_view separator = "\n    ";
    for (const auto& attribute : object.attributes) {
        const auto& name = attribute.name;
        if (name == "owner" || name == "privileges" || name == "arguments" || name == "comment" ||
            name == "security_labels") {
            continue;
        }
        text += separator;
        separator = ",\n    ";
        if (name == "kind") {
            // Ordered-set is seen in the arguments.
            if (attribute.value == "hypothetical") {
                text += "HYPOTHETICAL";
            } else {
                separator = "";
            }
        } else if (attribute.value == "yes") {
            text += name;
        } else {
            text += name + " = " + attribute.value;
        }
    }
    writing.create(object, text + "\n)");
}

} // namespace

Member function_member() {
    return {
        Kind::function, "function", "FUNCTION", "FUNCTION", "functions", query_functions, write};
}

Member procedure_member() {
    return {
        Kind::procedure,
        "procedure",
        "PROCEDURE",
        "PROCEDURE",
        "procedures",
        query_procedures,
        write};
}

Member aggregate_member() {
    return {
        Kind::aggregate,
        "aggregate",
        "AGGREGATE",
        "FUNCTION",
        "aggregates",
        query_aggregates,
        write_aggregate};
}

} // namespace runner::catalog
