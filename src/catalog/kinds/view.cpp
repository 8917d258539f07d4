// Views, plain and materialized.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query_of(const Reading&, std::string_view relation_kind) {
    return "select c.tableoid, c.oid, n.nspname as schema, c.relname as name" +
           owner("c.relowner") + privileges("r", "c.relacl", "c.relowner") + R"sql(,
       (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       case when c.reloptions is not null then )sql" +
           options("c.reloptions") + R"sql( end as options,
       nullif(am.amname, 'heap') as access_method,
       ts.spcname as tablespace,
       case when not c.relispopulated then 'no' end as populated,
       rtrim(pg_get_viewdef(c.oid), ';') as definition
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relpersistence <> 't' and c.relkind = ')sql" +
           std::string(relation_kind) + "' and " + no_member("pg_class", "c.oid");
}

std::string query_views(const Reading& reading) {
    return query_of(reading, "v");
}

std::string query_materialized_views(const Reading& reading) {
    return query_of(reading, "m");
}

std::string with_options(const Object& view) {
    return view.has("options") ? "\n    WITH (" + std::string(view.value("options")) + ")" : "";
}

void write_parts(const Object& view, Writing& writing) {
    for (const auto place : writing.parts(view)) {
        if (writing.at(place).kind == Kind::column) {
            writing.mark_written(place);
            write_column_settings(writing.at(place), writing);
        }
    }
}

void write_view(const Object& object, Writing& writing) {
    writing.create(
        object,
        "CREATE VIEW " + address(object) + with_options(object) + " AS\n" +
            std::string(object.value("definition"))
    );
    write_parts(object, writing);
}

void write_materialized_view(const Object& object, Writing& writing) {
    auto text = "CREATE MATERIALIZED VIEW " + address(object);
    if (object.has("access_method")) {
        text += "\n    USING " + quote_name(object.value("access_method"));
    }
    text += with_options(object);
    if (object.has("tablespace")) {
        text += "\n    TABLESPACE " + quote_name(object.value("tablespace"));
    }
    writing.create(
        object, text + " AS\n" + std::string(object.value("definition")) + "\n    WITH NO DATA"
    );
    write_parts(object, writing);
}

} // namespace

void write_view_stand_in(const Object& view, Writing& writing) {
    std::string columns;
    for (const auto place : writing.parts(view)) {
        const auto& column = writing.at(place);
        if (column.kind == Kind::column) {
            columns.append(columns.empty() ? "\n    " : ",\n    ")
                .append("NULL::")
                .append(column.value("type"));
            if (column.has("collation")) {
                columns.append(" COLLATE ").append(column.value("collation"));
            }
            columns += " AS " + quote_name(column.name);
        }
    }
    writing.add("CREATE VIEW " + address(view) + " AS SELECT" + columns);
}

void write_view_again(const Object& view, Writing& writing) {
    writing.create(
        view,
        "CREATE OR REPLACE VIEW " + address(view) + with_options(view) + " AS\n" +
            std::string(view.value("definition"))
    );
    write_parts(view, writing);
}

Member view_member() {
    return {Kind::view, "view", "VIEW", "TABLE", "views", query_views, write_view};
}

Member materialized_view_member() {
    return {
        Kind::materialized_view,
        "materialized view",
        "MATERIALIZED VIEW",
        "TABLE",
        "materialized_views",
        query_materialized_views,
        write_materialized_view};
}

} // namespace runner::catalog
