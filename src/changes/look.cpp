#include "changes/look.hpp"

#include <array>
#include <charconv>
#include <set>
#include <string_view>

namespace runner {
namespace {

// `@=` stands for the server's own operator: no search_path can replace it. The settings are empty
// where a script has ended our transaction, which is found out behind the look.
//
// Columns of partitions are those of their parent and come in thousands. A table is new when its
// system columns are, a view when its first column is: nothing but CREATE writes these rows. Single
// values are subqueries and not joins: on a guess that is off, a join would read the whole of
// pg_class.
constexpr std::string_view relations_sql = R"sql(
with relation as materialized (
    select c.oid, c.relkind, c.relnamespace, c.relname, c.relispartition,
           true as named
    from pg_catalog.pg_class c
    where c.relname @= any (
            nullif(pg_catalog.current_setting('runner.names', true), '')::pg_catalog.name[])
      and c.relnamespace @= any (array(
            select n.oid from pg_catalog.pg_namespace n
            where n.nspname @= any (pg_catalog.current_schemas(false) @||
                    nullif(pg_catalog.current_setting('runner.schemas', true), '')
                        ::pg_catalog.name[])
              and n.nspname @!~ '^(pg_|information_schema$)'))
      and c.relkind @= any ('{r,p,v,m,f,S,i,I}'::pg_catalog."char"[])
      and c.relpersistence @<> 't'
    union all
    select c.oid, c.relkind, c.relnamespace, c.relname, c.relispartition, false
    from pg_catalog.pg_lock_status() l
    join pg_catalog.pg_class c on c.oid @= l.relation
    where pg_catalog.current_setting('runner.extent', true) @= 'locked'
      and l.locktype @= 'relation' and l.pid @= pg_catalog.pg_backend_pid()
      and l.mode @<> all ('{AccessShareLock,RowShareLock,RowExclusiveLock}'::pg_catalog.text[])
      and c.relkind @= any ('{r,p,v,m,f}'::pg_catalog."char"[])
      and c.relpersistence @<> 't' and c.oid @>= 16384::pg_catalog.oid
), parent (tables) as materialized (
    select array(select r.oid from relation r where not r.relispartition
                 and r.relkind @= any ('{r,p,m,f}'::pg_catalog."char"[]))
)
select 'relation', r.oid::pg_catalog.text, r.relkind::pg_catalog.text,
       r.relnamespace::pg_catalog.regnamespace::pg_catalog.text,
       pg_catalog.quote_ident(r.relname), r.relispartition::pg_catalog.text,
       pg_catalog.concat(r.named::pg_catalog.text, ' ', (
           select (pg_catalog.age(a.xmin) @<= 0)::pg_catalog.text
           from pg_catalog.pg_attribute a where a.attrelid @= r.oid
             and a.attnum @= (case when r.relkind @= 'v' then 1 else -1 end)::pg_catalog.int2)),
       case when r.relkind @= 'v' then (
           select w.ctid::pg_catalog.text from pg_catalog.pg_rewrite w
           where w.ev_class @= r.oid and w.rulename @= '_RETURN') end
from relation r where r.relkind @<> all ('{i,I}'::pg_catalog."char"[])
union all
select 'column', a.attrelid::pg_catalog.text, a.attnum::pg_catalog.text,
       pg_catalog.quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod),
       a.attnotnull::pg_catalog.text, a.attisdropped::pg_catalog.text,
       case when a.atthasdef then (
           select d.oid::pg_catalog.text from pg_catalog.pg_attrdef d
           where d.adrelid @= a.attrelid and d.adnum @= a.attnum) end
from pg_catalog.pg_attribute a
where a.attrelid @= any ((select p.tables from parent p)::pg_catalog.oid[]) and a.attnum @> 0
  and pg_catalog.age(a.xmin) @<= (case
        when pg_catalog.current_setting('runner.extent', true) @= 'all' then 2147483647 else 0 end)
union all
select 'index', i.indexrelid::pg_catalog.text, i.indrelid::pg_catalog.text,
       (select pg_catalog.quote_ident(c.relname) from pg_catalog.pg_class c
        where c.oid @= i.indexrelid),
       (select t.relnamespace::pg_catalog.regnamespace::pg_catalog.text
        from pg_catalog.pg_class t where t.oid @= i.indrelid),
       (select pg_catalog.quote_ident(t.relname) from pg_catalog.pg_class t
        where t.oid @= i.indrelid),
       i.indisvalid::pg_catalog.text, (pg_catalog.age(i.xmin) @<= 0)::pg_catalog.text
from pg_catalog.pg_index i
where i.indrelid @= any ((select p.tables from parent p)::pg_catalog.oid[])
   or i.indexrelid @= any (array(select r.oid from relation r
                                 where r.relkind @= any ('{i,I}'::pg_catalog."char"[])))
)sql";

constexpr std::string_view others_sql = R"sql(
with sought (names, schemas) as materialized (
    select nullif(pg_catalog.current_setting('runner.names', true), '')::pg_catalog.name[],
           array(select n.oid from pg_catalog.pg_namespace n
                 where n.nspname @= any (pg_catalog.current_schemas(false) @||
                         nullif(pg_catalog.current_setting('runner.schemas', true), '')
                             ::pg_catalog.name[])
                   and n.nspname @!~ '^(pg_|information_schema$)')
)
select 'other', p.oid::pg_catalog.text, p.prokind::pg_catalog.text,
       p.pronamespace::pg_catalog.regnamespace::pg_catalog.text,
       pg_catalog.concat(pg_catalog.quote_ident(p.proname), '(',
                         pg_catalog.oidvectortypes(p.proargtypes), ')'),
       p.ctid::pg_catalog.text, null, (pg_catalog.age(p.xmin) @<= 0)::pg_catalog.text
from pg_catalog.pg_proc p
where p.proname @= any ((select s.names from sought s)::pg_catalog.name[])
  and p.pronamespace @= any ((select s.schemas from sought s)::pg_catalog.oid[])
union all
select 'other', t.oid::pg_catalog.text, pg_catalog.upper(t.typtype::pg_catalog.text),
       t.typnamespace::pg_catalog.regnamespace::pg_catalog.text,
       pg_catalog.quote_ident(t.typname),
       case when t.typtype @= 'c' then (
                select pg_catalog.string_agg(a.ctid::pg_catalog.text, ' ' order by a.attnum)
                from pg_catalog.pg_attribute a where a.attrelid @= t.typrelid)
            else t.ctid::pg_catalog.text end,
       (select pg_catalog.string_agg(e.enumlabel, e'\n' order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid @= t.oid and t.typtype @= 'e'),
       (pg_catalog.age(t.xmin) @<= 0)::pg_catalog.text
from pg_catalog.pg_type t
where t.typname @= any ((select s.names from sought s)::pg_catalog.name[])
  and t.typnamespace @= any ((select s.schemas from sought s)::pg_catalog.oid[])
  and (t.typtype @= any ('{e,d,r}'::pg_catalog."char"[]) or t.typtype @= 'c' and exists (
       select from pg_catalog.pg_class c where c.oid @= t.typrelid and c.relkind @= 'c'))
)sql";

std::string with_operators(std::string_view sql) {
    std::string text;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        if (sql[at] != '@') {
            text += sql[at];
            continue;
        }
        const auto end = sql.find_first_not_of("=<>!~|", at + 1);
        text.append("operator(pg_catalog.").append(sql.substr(at + 1, end - at - 1)).append(")");
        at = end - 1;
    }
    return text;
}

std::string array_of(const std::set<std::string>& parts) {
    std::string array = "{";
    for (const auto& name : parts) {
        array += array.size() > 1 ? ",\"" : "\"";
        for (const char c : name) {
            array += c == '\\' || c == '"' ? std::string{'\\', c} : std::string(1, c);
        }
        array += '"';
    }
    return array + "}";
}

template <typename Number>
Number number_of(std::string_view text) {
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

constexpr Oid bit_of_types = Oid{1} << 31U;

} // namespace

const std::string& look_settings_sql() {
    static const std::string sql = "select pg_catalog.set_config('runner.names', $1, true), "
                                   "pg_catalog.set_config('runner.schemas', $2, true), "
                                   "pg_catalog.set_config('runner.extent', $3, true), "
                                   "pg_catalog.set_config('enable_seqscan', 'off', true), "
                                   "pg_catalog.set_config('statement_timeout', '0', true)";
    return sql;
}

pg::Parameters look_values(const NamedObjects& named, Extent extent) {
    constexpr std::array extents = {"all", "changed", "locked"};
    return {
        array_of(named.names), array_of(named.schemas), extents[static_cast<std::size_t>(extent)]};
}

const std::string& look_at_relations_sql() {
    static const std::string sql = with_operators(relations_sql);
    return sql;
}

const std::string& look_at_others_sql() {
    static const std::string sql = with_operators(others_sql);
    return sql;
}

void add_seen(SeenObjects& seen, const pg::Result& found) {
    for (std::size_t row = 0; row < found.rows(); ++row) {
        const auto text = [&](std::size_t column) { return std::string(found.value(row, column)); };
        const auto is_true = [&](std::size_t column) { return found.value(row, column) == "true"; };
        const auto what = found.value(row, 0);
        const auto oid = number_of<Oid>(found.value(row, 1));
        if (what == "relation") {
            const auto flags = found.value(row, 6);
            auto& relation = seen.relations[oid];
            relation = {
                text(2).front(),
                text(3),
                text(4),
                is_true(5),
                text(7),
                flags.ends_with(" true"),
                relation.named || flags.starts_with("true")};
        } else if (what == "column") {
            seen.columns[{oid, number_of<int>(found.value(row, 2))}] = {
                text(3), text(4), is_true(5), text(7), is_true(6)};
        } else if (what == "index") {
            seen.indexes[oid] = {
                number_of<Oid>(found.value(row, 2)),
                text(3),
                text(4),
                text(5),
                is_true(6),
                is_true(7)};
        } else {
            const char kind = text(2).front();
            const bool is_type = kind >= 'A' && kind <= 'Z';
            seen.others[is_type ? oid ^ bit_of_types : oid] = {
                kind, text(3), text(4), text(5), text(6), is_true(7)};
        }
    }
}

SeenObjects look_now(pg::Connection& connection, const NamedObjects& named) {
    auto sql = "begin isolation level read committed, read only;" + look_settings_sql();
    const auto values = look_values(named, Extent::all);
    for (std::size_t at = values.size(); at > 0; --at) {
        const auto place = '$' + std::to_string(at);
        sql.replace(sql.find(place), place.size(), connection.quote_literal(*values[at - 1]));
    }
    sql += ';' + look_at_relations_sql() + ';' + look_at_others_sql() + ";commit";
    SeenObjects seen;
    seen.complete = true;
    for (const auto& result : connection.execute(sql)) {
        constexpr std::size_t columns_of_a_look = 8; // not those of the settings
        if (result.columns() == columns_of_a_look) {
            add_seen(seen, result);
        }
    }
    return seen;
}

} // namespace runner
