// Sequences, those behind identity columns among them; where they stand is data.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading&) {
    const auto limit = [](std::string_view sign) {
        return "case s.seqtypid when 'int2'::regtype then " + std::string(sign) +
               " when 'int4'::regtype then " +
               (sign.front() == '-' ? "-2147483648" : "2147483647") + " else " +
               (sign.front() == '-' ? "-9223372036854775808" : "9223372036854775807") + " end";
    };
    const auto lowest = "case when s.seqincrement > 0 then 1 else " + limit("-32768") + " end";
    const auto highest = "case when s.seqincrement > 0 then " + limit("32767") + " else -1 end";
    return "select c.tableoid, c.oid, n.nspname as schema, c.relname as name" +
           owner("c.relowner") + privileges("s", "c.relacl", "c.relowner") + R"sql(,
       case when s.seqtypid <> 'int8'::regtype then format_type(s.seqtypid, null) end as type,
       case when s.seqstart <> case when s.seqincrement > 0 then s.seqmin else s.seqmax end
            then s.seqstart end as start,
       nullif(s.seqincrement, 1) as increment,
       nullif(s.seqmin, )sql" +
           lowest + ") as minimum, nullif(s.seqmax, " + highest + R"sql() as maximum,
       nullif(s.seqcache, 1) as cache,
       case when s.seqcycle then 'yes' end as cycle,
       case when c.relpersistence = 'u' then 'yes' end as unlogged,
       o.column_name as owned_by,
       case when o.deptype = 'i' then 'yes' end as identity
from pg_sequence s
join pg_class c on c.oid = s.seqrelid and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
left join (select d.objid, d.deptype, quote_ident(tn.nspname) || '.' || quote_ident(t.relname) ||
                  '.' || quote_ident(a.attname) as column_name
           from pg_depend d
           join pg_class t on t.oid = d.refobjid
           join pg_namespace tn on tn.oid = t.relnamespace
           join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
           where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
             and d.objsubid = 0 and d.refobjsubid > 0 and d.deptype in ('a', 'i')) o
    on o.objid = c.oid
where )sql" +
           no_member("pg_class", "c.oid");
}

void write(const Object& object, Writing& writing) {
    if (object.has("identity")) {
        writing.add_common(object); // its column has made it
        return;
    }
    writing.create(
        object,
        std::string("CREATE ") + (object.has("unlogged") ? "UNLOGGED " : "") + "SEQUENCE " +
            address(object) + sequence_options(object)
    );
}

} // namespace

std::string sequence_options(const Object& sequence) {
    std::string text;
    const auto add = [&](std::string_view attribute, std::string_view words) {
        if (sequence.has(attribute)) {
            text.append(words).append(sequence.value(attribute));
        }
    };
    add("type", " AS ");
    add("start", " START WITH ");
    add("increment", " INCREMENT BY ");
    add("minimum", " MINVALUE ");
    add("maximum", " MAXVALUE ");
    add("cache", " CACHE ");
    text += sequence.has("cycle") ? " CYCLE" : "";
    return text;
}

void write_sequence_owner(const Object& sequence, Writing& writing) {
    writing.add(
        "ALTER SEQUENCE " + address(sequence) + " OWNED BY " +
        std::string(sequence.value("owned_by"))
    );
}

Member sequence_member() {
    return {Kind::sequence, "sequence", "SEQUENCE", "SEQUENCE", "sequences", query, write};
}

} // namespace runner::catalog
