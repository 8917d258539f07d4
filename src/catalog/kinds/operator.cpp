// Casts, operators, and the families and classes through which indexes use them.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query_casts(const Reading&) {
    return R"sql(
select k.tableoid, k.oid,
       '(' || format_type(k.castsource, null) || ' AS ' || format_type(k.casttarget, null) || ')'
           as signature,
       case k.castmethod when 'i' then 'INOUT'
            when 'f' then 'FUNCTION ' || k.castfunc::regprocedure::text end as with,
       case k.castcontext when 'a' then 'ASSIGNMENT' when 'i' then 'IMPLICIT' end as context
from pg_cast k
where k.oid >= 16384 and )sql" +
           no_member("pg_cast", "k.oid") + " and " + no_inner_part("pg_cast", "k.oid");
}

void write_cast(const Object& object, Writing& writing) {
    auto text = "CREATE CAST " + address(object);
    if (object.has("with")) {
        text.append(" WITH ").append(object.value("with"));
    } else {
        text += " WITHOUT FUNCTION";
    }
    if (object.has("context")) {
        text.append(" AS ").append(object.value("context"));
    }
    writing.create(object, text);
}

/// An operator of pg_operator `alias` as OPERATOR(…) takes it.
std::string operator_name(std::string_view oid) {
    return "(select 'OPERATOR(' || quote_ident(xn.nspname) || '.' || x.oprname || ')' from "
           "pg_operator x join pg_namespace xn on xn.oid = x.oprnamespace where x.oid = " +
           std::string(oid) + ")";
}

std::string query_operators(const Reading&) {
    return "select o.tableoid, o.oid, n.nspname as schema, o.oprname as name, '(' || "
           "coalesce(format_type(nullif(o.oprleft, 0), null), 'NONE') || ', ' || "
           "coalesce(format_type(nullif(o.oprright, 0), null), 'NONE') || ')' as signature" +
           owner("o.oprowner") +
           ", o.oprcode::regproc::text as function, "
           "format_type(nullif(o.oprleft, 0), null) as left, "
           "format_type(nullif(o.oprright, 0), null) as right, " +
           operator_name("nullif(o.oprcom, 0)") + " as commutator, " +
           operator_name("nullif(o.oprnegate, 0)") +
           " as negator, nullif(o.oprrest::regproc::text, '-') as restrict, "
           "nullif(o.oprjoin::regproc::text, '-') as join, "
           "case when o.oprcanhash then 'yes' end as hashes, "
           "case when o.oprcanmerge then 'yes' end as merges "
           "from pg_operator o join pg_namespace n on n.oid = o.oprnamespace and " +
           own_schema() + " where o.oprcode <> 0 and " + no_member("pg_operator", "o.oid");
}

void write_operator(const Object& object, Writing& writing) {
    std::string text = "CREATE OPERATOR " + quote_name(object.schema) + "." + object.name +
                       " (\n    FUNCTION = " + std::string(object.value("function"));
    const auto add = [&](std::string_view attribute, std::string_view word) {
        if (object.has(attribute)) {
            text.append(",\n    ").append(word).append(" = ").append(object.value(attribute));
        }
    };
    add("left", "LEFTARG");
    add("right", "RIGHTARG");
    add("commutator", "COMMUTATOR");
    add("negator", "NEGATOR");
    add("restrict", "RESTRICT");
    add("join", "JOIN");
    text += object.has("hashes") ? ",\n    HASHES" : "";
    text += object.has("merges") ? ",\n    MERGES" : "";
    writing.create(object, text + "\n)");
}

/// Operators and functions that depend on an object of `catalog` in the way of `type`: those of a
/// class on it, the loose ones of a family on that.
std::string support_of(std::string_view catalog, std::string_view oid, char type) {
    const auto belongs = [&](std::string_view member) {
        return "exists (select from pg_depend d where d.classid = '" + std::string(member) +
               "'::regclass and d.objid = s.oid and d.refclassid = '" + std::string(catalog) +
               "'::regclass and d.refobjid = " + std::string(oid) + " and d.deptype = '" + type +
               "')";
    };
    return R"sql((select string_agg(line, E'\n' order by line) from (
        select 'OPERATOR ' || s.amopstrategy || ' ' || quote_ident(xn.nspname) || '.' || x.oprname ||
               '(' || format_type(s.amoplefttype, null) || ', ' ||
               format_type(s.amoprighttype, null) || ')' ||
               coalesce((select ' FOR ORDER BY ' || quote_ident(fn.nspname) || '.' ||
                                quote_ident(f.opfname)
                         from pg_opfamily f join pg_namespace fn on fn.oid = f.opfnamespace
                         where f.oid = s.amopsortfamily), '')
        from pg_amop s join pg_operator x on x.oid = s.amopopr
        join pg_namespace xn on xn.oid = x.oprnamespace
        where )sql" +
           belongs("pg_amop") + R"sql(
        union all
        select 'FUNCTION ' || s.amprocnum || ' (' || format_type(s.amproclefttype, null) || ', ' ||
               format_type(s.amprocrighttype, null) || ') ' || s.amproc::regprocedure::text
        from pg_amproc s where )sql" +
           belongs("pg_amproc") + ") lines (line))";
}

std::string query_families(const Reading&) {
    return "select f.tableoid, f.oid, n.nspname as schema, f.opfname as name, "
           "' USING ' || quote_ident(m.amname) as signature" +
           owner("f.opfowner") + ", " + support_of("pg_opfamily", "f.oid", 'a') +
           " as members from pg_opfamily f "
           "join pg_namespace n on n.oid = f.opfnamespace and " +
           own_schema() + " join pg_am m on m.oid = f.opfmethod where " +
           no_member("pg_opfamily", "f.oid");
}

std::string joined(std::string_view lines) {
    std::string text;
    for (const auto& line : lines_of(lines)) {
        text += (text.empty() ? "\n    " : ",\n    ") + line;
    }
    return text;
}

void write_family(const Object& object, Writing& writing) {
    writing.create(object, "CREATE OPERATOR FAMILY " + address(object));
}

std::string query_classes(const Reading&) {
    return "select c.tableoid, c.oid, n.nspname as schema, c.opcname as name, "
           "' USING ' || quote_ident(m.amname) as signature" +
           owner("c.opcowner") +
           ", case when c.opcdefault then 'yes' end as default, "
           "format_type(c.opcintype, null) as type, "
           "quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) as family, "
           "case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end as storage, " +
           support_of("pg_opclass", "c.oid", 'i') +
           " as members from pg_opclass c "
           "join pg_namespace n on n.oid = c.opcnamespace and " +
           own_schema() +
           " join pg_am m on m.oid = c.opcmethod join pg_opfamily f on f.oid = c.opcfamily "
           "join pg_namespace fn on fn.oid = f.opfnamespace where " +
           no_member("pg_opclass", "c.oid");
}

void write_class(const Object& object, Writing& writing) {
    auto members = joined(object.value("members"));
    if (object.has("storage") || members.empty()) {
        const auto type = object.has("storage") ? object.value("storage") : object.value("type");
        members += (members.empty() ? "\n    STORAGE " : ",\n    STORAGE ") + std::string(type);
    }
    writing.create(
        object,
        "CREATE OPERATOR CLASS " + qualified(object.schema, object.name) +
            (object.has("default") ? " DEFAULT" : "") + " FOR TYPE " +
            std::string(object.value("type")) + object.signature + " FAMILY " +
            std::string(object.value("family")) + " AS" + members
    );
}

} // namespace

void write_family_members(const Object& family, Writing& writing) {
    writing.add(
        "ALTER OPERATOR FAMILY " + address(family) + " ADD" + joined(family.value("members"))
    );
}

Member cast_member() {
    return {Kind::cast, "cast", "CAST", "", "casts", query_casts, write_cast};
}

Member operator_member() {
    return {
        Kind::sql_operator,
        "operator",
        "OPERATOR",
        "",
        "operators",
        query_operators,
        write_operator};
}

Member operator_family_member() {
    return {
        Kind::operator_family,
        "operator family",
        "OPERATOR FAMILY",
        "",
        "operator_families",
        query_families,
        write_family};
}

Member operator_class_member() {
    return {
        Kind::operator_class,
        "operator class",
        "OPERATOR CLASS",
        "",
        "operator_classes",
        query_classes,
        write_class};
}

} // namespace runner::catalog
