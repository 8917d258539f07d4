// Publications, and the privileges that objects of the future will have.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query_publications(const Reading& reading) {
    const std::string columns =
        reading.since(15)
            ? "coalesce((select ' (' || string_agg(quote_ident(a.attname), ', ' order by "
              "a.attnum) || ')' from pg_attribute a where a.attrelid = r.prrelid and a.attnum = "
              "any (r.prattrs)), '') || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) "
              "|| ')', '')"
            : "''";
    const std::string schemas =
        reading.since(15)
            ? "(select string_agg(quote_ident(n.nspname), ', ' order by n.nspname) from "
              "pg_publication_namespace pn join pg_namespace n on n.oid = pn.pnnspid where "
              "pn.pnpubid = p.oid)"
            : "null";
    const std::string generated =
        reading.since(18) ? "case when p.pubgencols <> 'n' then 'stored' end" : "null";
    return "select p.tableoid, p.oid, p.pubname as name" + owner("p.pubowner") +
           R"sql(, case when p.puballtables then 'yes' end as all_tables,
       (select string_agg(quote_ident(n.nspname) || '.' || quote_ident(c.relname) || )sql" +
           columns + R"sql(, ', ' order by n.nspname, c.relname)
        from pg_publication_rel r
        join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace
        where r.prpubid = p.oid) as tables, )sql" +
           schemas + R"sql( as schemas,
       case when not (p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate)
            then concat_ws(', ', case when p.pubinsert then 'insert' end,
                           case when p.pubupdate then 'update' end,
                           case when p.pubdelete then 'delete' end,
                           case when p.pubtruncate then 'truncate' end) end as publish,
       case when p.pubviaroot then 'yes' end as via_root, )sql" +
           generated + " as generated_columns from pg_publication p where " +
           no_member("pg_publication", "p.oid");
}

void write_publication(const Object& object, Writing& writing) {
    auto text = "CREATE PUBLICATION " + address(object);
    std::string subjects;
    if (object.has("tables")) {
        subjects = "TABLE " + std::string(object.value("tables"));
    }
    if (object.has("schemas")) {
        subjects += (subjects.empty() ? "" : ", ") + std::string("TABLES IN SCHEMA ") +
                    std::string(object.value("schemas"));
    }
    if (object.has("all_tables")) {
        text += " FOR ALL TABLES";
    } else if (!subjects.empty()) {
        text += "\n    FOR " + subjects;
    }
    std::string settings;
    const auto add = [&](std::string_view attribute, const std::string& setting) {
        if (object.has(attribute)) {
            settings += (settings.empty() ? "" : ", ") + setting;
        }
    };
    add("publish", "publish = " + literal(object.value("publish")));
    add("via_root", "publish_via_partition_root = true");
    add("generated_columns", "publish_generated_columns = stored");
    text += settings.empty() ? "" : "\n    WITH (" + settings + ")";
    writing.create(object, text);
}

// For one schema they add to the usual ones, for all they stand in their place.
std::string query_default_privileges(const Reading&) {
    return R"sql(
select d.tableoid, d.oid, n.nspname as schema, pg_get_userbyid(d.defaclrole) as name,
       ' ON ' || case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES'
            when 'f' then 'FUNCTIONS' when 'T' then 'TYPES' when 'n' then 'SCHEMAS'
            else 'LARGE OBJECTS' end as signature)sql" +
           privileges_since(
               "case when d.defaclnamespace = 0 then acldefault(case d.defaclobjtype when 'S' "
               "then 's' else d.defaclobjtype end, d.defaclrole) else acldefault('c', "
               "d.defaclrole) end",
               "d.defaclacl",
               "d.defaclrole"
           ) +
           R"sql(
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace)sql";
}

void write_default_privileges(const Object& object, Writing& writing) {
    if (!writing.style().privileges) {
        return;
    }
    auto start = "ALTER DEFAULT PRIVILEGES FOR ROLE " + quote_name(object.name);
    if (!object.schema.empty()) {
        start += " IN SCHEMA " + quote_name(object.schema);
    }
    for (const auto& line : lines_of(object.value("privileges"))) {
        const auto words = line.find(line.starts_with("GRANT ") ? " TO " : " FROM ");
        writing.add(start + " " + line.substr(0, words) + object.signature + line.substr(words));
    }
}

} // namespace

Member publication_member() {
    return {
        Kind::publication,
        "publication",
        "PUBLICATION",
        "",
        "publications",
        query_publications,
        write_publication};
}

Member default_privileges_member() {
    return {
        Kind::default_privileges,
        "default privileges",
        "",
        "",
        "default_privileges",
        query_default_privileges,
        write_default_privileges};
}

} // namespace runner::catalog
