// Domains and their constraints.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading& reading) {
    // Since 17 NOT NULL is a constraint with a name.
    const std::string constraint_name =
        reading.since(17) ? "(select nullif(k.conname, t.typname || '_not_null') from "
                            "pg_constraint k where k.contypid = t.oid and k.contype = 'n')"
                          : "null";
    return "select t.tableoid, t.oid, n.nspname as schema, t.typname as name" +
           owner("t.typowner") + privileges("T", "t.typacl", "t.typowner") +
           R"sql(, format_type(t.typbasetype, t.typtypmod) as type,
       case when t.typcollation <> u.typcollation
            then (select quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
                  from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace
                  where l.oid = t.typcollation) end as collation,
       coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault))
           as "default",
       case when t.typnotnull then 'yes' end as not_null, )sql" +
           constraint_name + R"sql( as not_null_constraint
from pg_type t
join pg_namespace n on n.oid = t.typnamespace and )sql" +
           own_schema() + R"sql(
join pg_type u on u.oid = t.typbasetype
where t.typtype = 'd' and )sql" +
           no_member("pg_type", "t.oid");
}

void write(const Object& object, Writing& writing) {
    std::string text =
        "CREATE DOMAIN " + address(object) + " AS " + std::string(object.value("type"));
    if (object.has("collation")) {
        text.append(" COLLATE ").append(object.value("collation"));
    }
    if (object.has("default")) {
        text.append(" DEFAULT ").append(object.value("default"));
    }
    if (object.has("not_null_constraint")) {
        text += " CONSTRAINT " + quote_name(object.value("not_null_constraint"));
    }
    text += object.has("not_null") ? " NOT NULL" : "";
    std::vector<std::size_t> said;
    for (const auto place : writing.parts(object)) {
        const auto& part = writing.at(place);
        if (part.kind == Kind::domain_constraint && !part.has("not_valid") &&
            writing.is_ready(place)) {
            text += "\n    " + constraint_clause(part);
            writing.mark_written(place);
            said.push_back(place);
        }
    }
    writing.create(object, text);
    for (const auto place : said) {
        writing.add_common(writing.at(place));
    }
}

std::string query_constraints(const Reading&) {
    return R"sql(
select k.tableoid, k.oid, n.nspname as schema, t.typname as parent, k.conname as name,
       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
       case when not k.convalidated then 'yes' end as not_valid
from pg_constraint k
join pg_type t on t.oid = k.contypid
join pg_namespace n on n.oid = t.typnamespace and )sql" +
           own_schema() + " where k.contype = 'c' and " + no_member("pg_type", "t.oid");
}

void write_constraint(const Object& object, Writing& writing) {
    writing.create(
        object,
        "ALTER DOMAIN " + qualified(object.schema, object.parent) + "\n    ADD " +
            constraint_clause(object)
    );
}

} // namespace

Member domain_member() {
    return {Kind::domain, "domain", "DOMAIN", "DOMAIN", "types", query, write};
}

Member domain_constraint_member() {
    return {
        Kind::domain_constraint,
        "domain constraint",
        "CONSTRAINT",
        "",
        "",
        query_constraints,
        write_constraint};
}

} // namespace runner::catalog
