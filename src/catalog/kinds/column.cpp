// Columns of tables, views and composite types, and their defaults, which are objects of their own
// because a function or a sequence may have to be there first.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

#include <algorithm>

namespace runner::catalog {
namespace {

/// Since 18 NOT NULL is a constraint with a name, which a child may have from its parents alone. A
/// partition always has; of a table that only becomes a child after it was made, no SQL says it
/// (see inherits_late()).
std::string not_null_columns(const Reading& reading) {
    return !reading.since(18) ? "" : R"sql(
       nullif(nn.conname, c.relname || '_' || a.attname || '_not_null') as not_null_constraint,
       case when nn.connoinherit then 'yes' end as not_null_no_inherit,
       case when not nn.convalidated then 'yes' end as not_null_not_valid,
       case when nn.coninhcount > 0 and not nn.conislocal and not c.relispartition and not coalesce(
           (select min(o.attnum) filter (where o.attinhcount = 0)
                   < max(o.attnum) filter (where o.attinhcount > 0) and bool_and(o.attislocal)
            from pg_attribute o
            where o.attrelid = a.attrelid and o.attnum > 0 and not o.attisdropped), false)
       then 'yes' end as not_null_inherited,)sql";
}

std::string not_null_source(const Reading& reading) {
    return !reading.since(18) ? "" : R"sql(
left join pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n'
    and nn.conkey = array[a.attnum])sql";
}

std::string query(const Reading& reading) {
    const std::string compression =
        reading.since(14)
            ? "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,"
            : "";
    // PostgreSQL 15.20 and its siblings keep a number of their own among the options.
    const auto kept = "(select array_agg(o order by place) from unnest(a.attoptions) with "
                      "ordinality as list (o, place) where o not like 'pg_attver=%')";
    return R"sql(
select 'pg_class'::regclass::oid as tableoid, a.attrelid as oid, a.attnum as subid,
       n.nspname as schema, c.relname as parent, a.attname as name, a.attnum as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation
            then (select quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
                  from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace
                  where l.oid = a.attcollation) end as collation,
       case when a.attnotnull then 'yes' end as not_null,)sql" +
           not_null_columns(reading) + R"sql(
       case a.attidentity when 'a' then 'ALWAYS' when 'd' then 'BY DEFAULT' end as identity,
       case when a.attgenerated <> '' then
           (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
            where d.adrelid = a.attrelid and d.adnum = a.attnum) end as generated,
       case a.attgenerated when 'v' then 'yes' end as virtual,
       case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'PLAIN'
            when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end end as storage,
       )sql" +
           compression +
           "case when a.attstattarget >= 0 then a.attstattarget end as statistics, case when "
           "a.attoptions is not null then " +
           options(kept) + " end as options, case when a.attfdwoptions is not null then " +
           options("a.attfdwoptions", OptionStyle::wrapper) + R"sql( end as wrapper_options,
       case when a.attinhcount > 0 then case when a.attislocal then 'and its own' else 'yes' end
       end as inherited)sql" +
           privileges("c", "a.attacl", "c.relowner") + R"sql(
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f', 'c', 'v', 'm')
    and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
join pg_type t on t.oid = a.atttypid)sql" +
           not_null_source(reading) + R"sql(
where a.attnum > 0 and not a.attisdropped and )sql" +
           no_member("pg_class", "c.oid");
}

/// Whatever a column belongs to, tables excepted, says it itself; what remains are settings.
void write(const Object& object, Writing& writing) {
    write_column_settings(object, writing);
}

std::string query_defaults(const Reading&) {
    return R"sql(
select d.tableoid, d.oid, n.nspname as schema, c.relname as parent, d.attname as name,
       pg_get_expr(d.adbin, 0) as expression -- without the table, whose columns it cannot name
from (select d.tableoid, d.oid, d.adrelid, d.adbin, a.attname
      from pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
          and a.attgenerated = ''
      offset 0) d -- by itself, or the index of pg_attribute is used by half
join pg_class c on c.oid = d.adrelid and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + " where " + no_member("pg_class", "c.oid");
}

void write_default(const Object& object, Writing& writing) {
    const bool of_view = writing.find(Kind::view, object.schema, object.parent) != nullptr;
    writing.add(
        std::string("ALTER ") + (of_view ? "VIEW " : "TABLE ONLY ") +
        qualified(object.schema, object.parent) + " ALTER COLUMN " + quote_name(object.name) +
        " SET DEFAULT " + std::string(object.value("expression"))
    );
}

} // namespace

std::string column_clause(const Object& column, const Writing& writing) {
    auto text = quote_name(column.name) + " " + std::string(column.value("type"));
    if (column.has("wrapper_options")) {
        text.append(" OPTIONS (").append(column.value("wrapper_options")).append(")");
    }
    if (column.has("collation")) {
        text.append(" COLLATE ").append(column.value("collation"));
    }
    if (column.has("generated")) {
        text.append(" GENERATED ALWAYS AS (").append(column.value("generated")).append(")");
        text += column.has("virtual") ? "" : " STORED";
    }
    if (const auto* sequence = writing.sequence_of(column)) {
        text.append(" GENERATED ").append(column.value("identity")).append(" AS IDENTITY");
        auto options = sequence_options(*sequence);
        if (const auto type = options.find(" AS "); type != std::string::npos) {
            // It has the type of its column.
            options.erase(type, options.find(' ', type + 4) - type);
        }
        if (sequence->name != column.parent + "_" + column.name + "_seq") {
            options.insert(0, " SEQUENCE NAME " + address(*sequence));
        }
        text += options.empty() ? "" : " (" + options.substr(1) + ")";
    }
    if (column.has("not_null") && !column.has("not_null_not_valid") &&
        !column.has("not_null_inherited")) {
        const auto usual = column.parent + "_" + column.name + "_not_null";
        if (column.has("not_null_constraint")) {
            text += " CONSTRAINT " + quote_name(column.value("not_null_constraint"));
        } else if (writing.is_constraint_name(column.schema, usual)) {
            text += " CONSTRAINT " + quote_name(usual);
        }
        text += " NOT NULL";
        text += column.has("not_null_no_inherit") ? " NO INHERIT" : "";
    }
    return text;
}

void write_column_settings(const Object& column, Writing& writing) {
    const bool of_matview =
        writing.find(Kind::materialized_view, column.schema, column.parent) != nullptr;
    const auto alter = std::string("ALTER ") + (of_matview ? "MATERIALIZED VIEW " : "TABLE ONLY ") +
                       qualified(column.schema, column.parent) + " ALTER COLUMN " +
                       quote_name(column.name);
    const auto set = [&](std::string_view attribute, std::string_view before, const char* behind) {
        if (column.has(attribute)) {
            writing.add(
                alter + std::string(before) + std::string(column.value(attribute)) + behind
            );
        }
    };
    if (column.has("not_null_not_valid") && !column.has("not_null_inherited")) {
        const auto name = column.has("not_null_constraint")
                              ? std::string(column.value("not_null_constraint"))
                              : column.parent + "_" + column.name + "_not_null";
        writing.add(
            "ALTER TABLE " + qualified(column.schema, column.parent) + " ADD CONSTRAINT " +
            quote_name(name) + " NOT NULL " + quote_name(column.name) + " NOT VALID"
        );
    }
    set("statistics", " SET STATISTICS ", "");
    set("storage", " SET STORAGE ", "");
    set("compression", " SET COMPRESSION ", "");
    set("options", " SET (", ")");
    writing.add_common(column);
}

Member column_member() {
    return {Kind::column, "column", "COLUMN", "TABLE", "", query, write};
}

Member column_default_member() {
    return {Kind::column_default, "default of column", "", "", "", query_defaults, write_default};
}

} // namespace runner::catalog
