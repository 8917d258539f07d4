// Constraints of tables. Those that a partition has from its parent are the parent's, but for the
// ones with an index.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query(const Reading& reading) {
    const std::string not_enforced =
        reading.since(18) ? "case when not k.conenforced then 'yes' end as not_enforced," : "";
    return R"sql(
select k.tableoid, k.oid, n.nspname as schema, c.relname as parent, k.conname as name,
       case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'p' then 'primary key'
            when 'u' then 'unique' else 'exclude' end as type,
       case when k.condeferrable or not k.convalidated
            then regexp_replace(pg_get_constraintdef(k.oid),
                '( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT ENFORCED)?( NOT VALID)?$', '')
            else pg_get_constraintdef(k.oid) end as definition,
       case when k.condeferrable then 'yes' end as deferrable,
       case when k.condeferred then 'yes' end as initially_deferred,
       )sql" +
           not_enforced +
           R"sql(case when not k.convalidated then 'yes' end as not_valid,
       case when k.coninhcount > 0 and k.contype = 'c'
            then case when k.conislocal then 'and its own' else 'yes' end end as inherited,
       case when ic.reloptions is not null then )sql" +
           options("ic.reloptions") + R"sql( end as options,
       ts.spcname as tablespace,
       case when i.indisclustered then 'yes' end as clustered,
       case when i.indisreplident then 'yes' end as replica_identity,
       (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname)
        from pg_inherits h join pg_class p on p.oid = h.inhparent
        join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = i.indexrelid) as partition_of
from pg_constraint k
join pg_class c on c.oid = k.conrelid and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_class ic on ic.oid = i.indexrelid
left join pg_tablespace ts on ts.oid = ic.reltablespace
where (k.contype in ('p', 'u', 'x', 'c') or k.contype = 'f' and k.conparentid = 0) and )sql" +
           no_member("pg_class", "c.oid");
}

void write(const Object& object, Writing& writing) {
    const auto kind = object.value("type");
    if (kind == "check" && object.value("inherited") == "yes") {
        return; // came with its parent's
    }
    // Checks and foreign keys are for the children as well.
    const bool only = kind != "check" && kind != "foreign key";
    writing.add(
        std::string("ALTER TABLE ") + (only ? "ONLY " : "") +
        qualified(object.schema, object.parent) + "\n    ADD " + constraint_clause(object)
    );
    write_constraint_settings(object, writing);
}

} // namespace

std::string constraint_clause(const Object& constraint) {
    auto text = "CONSTRAINT " + quote_name(constraint.name) + " " +
                std::string(constraint.value("definition"));
    const bool exclude = constraint.value("type") == "exclude";
    if (constraint.has("options") && !exclude) {
        text.append(" WITH (").append(constraint.value("options")).append(")");
    }
    if (constraint.has("tablespace") && !exclude) {
        text += " USING INDEX TABLESPACE " + quote_name(constraint.value("tablespace"));
    }
    text += constraint.has("deferrable") ? " DEFERRABLE" : "";
    text += constraint.has("initially_deferred") ? " INITIALLY DEFERRED" : "";
    text += constraint.has("not_enforced") ? " NOT ENFORCED" : "";
    text += constraint.has("not_valid") && !constraint.has("not_enforced") ? " NOT VALID" : "";
    return text;
}

void write_constraint_settings(const Object& constraint, Writing& writing) {
    // Where its WHERE ends the clause, there is no room for options.
    if (constraint.value("type") == "exclude") {
        const auto alter = "ALTER INDEX " + qualified(constraint.schema, constraint.name) + " SET ";
        if (constraint.has("options")) {
            writing.add(alter + "(" + std::string(constraint.value("options")) + ")");
        }
        if (constraint.has("tablespace")) {
            writing.add(alter + "TABLESPACE " + quote_name(constraint.value("tablespace")));
        }
    }
    write_index_settings(constraint, writing);
    writing.add_common(constraint);
}

Member constraint_member() {
    return {Kind::constraint, "constraint", "CONSTRAINT", "", "", query, write};
}

} // namespace runner::catalog
