// Enums, ranges and composite types.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

/// The beginning of a query over pg_type `t` in namespace `n`.
std::string type_columns() {
    return "select t.tableoid, t.oid, n.nspname as schema, t.typname as name" +
           owner("t.typowner") + privileges("T", "t.typacl", "t.typowner");
}

std::string type_source(const Reading&) {
    return " from pg_type t join pg_namespace n on n.oid = t.typnamespace and " + own_schema() +
           " ";
}

std::string query_enumerations(const Reading& reading) {
    return type_columns() +
           ", (select string_agg(quote_literal(l.enumlabel), ', ' order by l.enumsortorder) "
           "from pg_enum l where l.enumtypid = t.oid) as labels" +
           type_source(reading) + "where t.typtype = 'e' and " + no_member("pg_type", "t.oid");
}

void write_enumeration(const Object& object, Writing& writing) {
    writing.create(
        object,
        "CREATE TYPE " + address(object) + " AS ENUM (" + std::string(object.value("labels")) + ")"
    );
}

std::string query_ranges(const Reading& reading) {
    const std::string multirange =
        reading.since(14) ? ", (select quote_ident(mn.nspname) || '.' || quote_ident(m.typname) "
                            "from pg_type m join pg_namespace mn on mn.oid = m.typnamespace "
                            "where m.oid = r.rngmultitypid) as multirange"
                          : "";
    return type_columns() + R"sql(, format_type(r.rngsubtype, null) as subtype,
       case when not o.opcdefault
            then quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) end as operator_class,
       case when r.rngcollation <> st.typcollation
            then (select quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
                  from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace
                  where l.oid = r.rngcollation) end as collation,
       case when r.rngcanonical <> 0 then r.rngcanonical::text end as canonical,
       case when r.rngsubdiff <> 0 then r.rngsubdiff::text end as difference)sql" +
           multirange + type_source(reading) + R"sql(
join pg_range r on r.rngtypid = t.oid
join pg_type st on st.oid = r.rngsubtype
join pg_opclass o on o.oid = r.rngsubopc
join pg_namespace opn on opn.oid = o.opcnamespace
where t.typtype = 'r' and )sql" +
           no_member("pg_type", "t.oid");
}

void write_range(const Object& object, Writing& writing) {
    std::string text = "CREATE TYPE " + address(object) +
                       " AS RANGE (\n    subtype = " + std::string(object.value("subtype"));
    const auto add = [&](std::string_view attribute, std::string_view word) {
        if (object.has(attribute)) {
            text.append(",\n    ").append(word).append(" = ").append(object.value(attribute));
        }
    };
    add("operator_class", "subtype_opclass");
    add("collation", "collation");
    add("canonical", "canonical");
    add("difference", "subtype_diff");
    add("multirange", "multirange_type_name");
    // A canonical function takes the type itself.
    if (object.has("canonical")) {
        writing.add("CREATE TYPE " + address(object));
    }
    writing.create(object, text + "\n)");
}

std::string query_composite_types(const Reading& reading) {
    return type_columns() +
           ", (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute "
           "a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as columns" +
           type_source(reading) +
           "join pg_class c on c.oid = t.typrelid and c.relkind = 'c' where t.typtype = 'c' and " +
           no_member("pg_type", "t.oid");
}

void write_composite_type(const Object& object, Writing& writing) {
    std::string columns;
    for (const auto place : writing.parts(object)) {
        columns.append(columns.empty() ? "\n    " : ",\n    ");
        columns += column_clause(writing.at(place), writing);
        writing.mark_written(place);
    }
    writing.create(object, "CREATE TYPE " + address(object) + " AS (" + columns + "\n)");
    for (const auto place : writing.parts(object)) {
        writing.add_common(writing.at(place));
    }
}

} // namespace

Member enumeration_member() {
    return {
        Kind::enumeration, "enum", "TYPE", "TYPE", "types", query_enumerations, write_enumeration};
}

Member range_member() {
    return {Kind::range, "range", "TYPE", "TYPE", "types", query_ranges, write_range};
}

Member composite_type_member() {
    return {
        Kind::composite_type,
        "composite type",
        "TYPE",
        "TYPE",
        "types",
        query_composite_types,
        write_composite_type};
}

} // namespace runner::catalog
