// Collations; the version that the system's library had is a fact of the machine, not of the
// schema.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading& reading) {
    const std::string locale = reading.since(17)   ? "quote_literal(l.colllocale)"
                               : reading.since(15) ? "quote_literal(l.colliculocale)"
                                                   : "null";
    const std::string rules = reading.since(16) ? "quote_literal(l.collicurules)" : "null";
    // Before 15 an ICU locale stood in collcollate.
    const std::string icu_locale =
        reading.since(15) ? locale
                          : "case l.collprovider when 'i' then quote_literal(l.collcollate) end";
    return "select l.tableoid, l.oid, n.nspname as schema, l.collname as name" +
           owner("l.collowner") +
           ", case l.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then "
           "'builtin' else 'default' end as provider, case when not l.collisdeterministic then "
           "'false' end as deterministic, " +
           icu_locale + " as locale, " + rules +
           " as rules, case l.collprovider when 'c' then quote_literal(l.collcollate) end as "
           "lc_collate, case l.collprovider when 'c' then quote_literal(l.collctype) end as "
           "lc_ctype from pg_collation l join pg_namespace n on n.oid = l.collnamespace and " +
           own_schema() + " where " + no_member("pg_collation", "l.oid");
}

void write(const Object& object, Writing& writing) {
    std::string text = "CREATE COLLATION " + address(object) +
                       " (provider = " + std::string(object.value("provider"));
    for (const auto* name : {"deterministic", "locale", "rules", "lc_collate", "lc_ctype"}) {
        if (object.has(name)) {
            text.append(", ").append(name).append(" = ").append(object.value(name));
        }
    }
    writing.create(object, text + ")");
}

} // namespace

Member collation_member() {
    return {Kind::collation, "collation", "COLLATION", "", "collations", query, write};
}

} // namespace runner::catalog
