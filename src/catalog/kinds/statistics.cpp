// Extended statistics.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading&) {
    return "select s.tableoid, s.oid, n.nspname as schema, s.stxname as name" +
           owner("s.stxowner") +
           ", pg_get_statisticsobjdef(s.oid) as definition, "
           "case when s.stxstattarget >= 0 then s.stxstattarget end as target "
           "from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace and " +
           own_schema() + " where " + no_member("pg_statistic_ext", "s.oid");
}

void write(const Object& object, Writing& writing) {
    writing.add(std::string(object.value("definition")));
    if (object.has("target")) {
        writing.add(
            "ALTER STATISTICS " + address(object) + " SET STATISTICS " +
            std::string(object.value("target"))
        );
    }
    writing.add_common(object);
}

} // namespace

Member statistics_member() {
    return {Kind::statistics, "statistics", "STATISTICS", "", "statistics", query, write};
}

} // namespace runner::catalog
