// Extensions. What belongs to one is its business; a version that is not the server's default is an
// attribute.
#include "catalog/kinds/kinds.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading&) {
    return R"sql(
select e.tableoid, e.oid, e.extname as name,
       case when n.nspname <> 'pg_catalog' then n.nspname end as in_schema,
       case when e.extversion is distinct from a.default_version then e.extversion end as version
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join pg_available_extensions a on a.name = e.extname)sql";
}

void write(const Object& object, Writing& writing) {
    const auto schema = object.has("in_schema") ? object.value("in_schema") : "pg_catalog";
    const auto version = object.value("version");
    writing.create(
        object,
        "CREATE EXTENSION IF NOT EXISTS " + address(object) + " WITH SCHEMA " + quote_name(schema) +
            (version.empty() ? "" : " VERSION " + literal(version))
    );
}

} // namespace

Member extension_member() {
    return {Kind::extension, "extension", "EXTENSION", "", "extensions", query, write};
}

} // namespace runner::catalog
