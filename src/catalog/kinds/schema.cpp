// Schemas. `public` is in every new database, so what is usual of it is no attribute, whoever
// created it.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading& reading) {
    const std::string usual_owner = reading.since(15) ? "'pg_database_owner'::regrole" : "10";
    const std::string usual_rights = reading.since(15) ? "U" : "UC";
    // Since nobody can say "CREATE SCHEMA public" twice, its comment is compared with the usual
    // one, too.
    return "select n.tableoid, n.oid, n.nspname as name, case when n.nspname <> 'public' or "
           "n.nspowner <> " +
           usual_owner + " then pg_get_userbyid(n.nspowner) end as owner" +
           privileges_since(
               "acldefault('n', n.nspowner) || case when n.nspname = 'public' then array[('=" +
                   usual_rights +
                   "/' || quote_ident(pg_get_userbyid(n.nspowner)))::aclitem] else "
                   "array[]::aclitem[] end",
               "case when n.nspname = 'public' then coalesce(n.nspacl, "
               "acldefault('n', n.nspowner)) else n.nspacl end",
               "n.nspowner"
           ) +
           ", case when n.nspname = 'public' then nullif(coalesce(obj_description(n.oid, "
           "'pg_namespace'), ''), 'standard public schema') end as comment "
           "from pg_namespace n where " +
           own_schema() + " and " + no_member("pg_namespace", "n.oid");
}

void write(const Object& object, Writing& writing) {
    if (object.name != "public") {
        writing.add("CREATE SCHEMA " + address(object));
    }
    writing.add_common(object);
}

} // namespace

Member schema_member() {
    return {Kind::schema, "schema", "SCHEMA", "SCHEMA", "schemas", query, write};
}

} // namespace runner::catalog
