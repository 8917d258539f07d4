// Indexes that are no constraint's. The server tells an index as one statement; it is taken apart,
// so that a difference can say which part is another one.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

#include <algorithm>
#include <utility>

namespace runner::catalog {
namespace {

std::string query(const Reading&) {
    return R"sql(
select c.tableoid, c.oid, n.nspname as schema, t.relname as parent, c.relname as name,
       pg_get_indexdef(c.oid) as definition,
       case when c.reloptions is not null then )sql" +
           options("c.reloptions") + R"sql( end as options,
       ts.spcname as tablespace,
       case when not i.indisvalid and c.relkind = 'i' then 'no' end as valid,
       case when i.indisclustered then 'yes' end as clustered,
       case when i.indisreplident then 'yes' end as replica_identity,
       (select string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attstattarget >= 0) as statistics,
       (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname)
        from pg_inherits h join pg_class p on p.oid = h.inhparent
        join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid) as partition_of
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
join pg_index i on i.indexrelid = c.oid
join pg_class t on t.oid = i.indrelid and t.relpersistence <> 't'
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relkind in ('i', 'I')
  and not exists (select from pg_constraint k
                  where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
  and )sql" +
           no_member("pg_class", "t.oid");
}

/// Where `word` stands in `text` outside of quotes and parentheses; npos: nowhere.
std::size_t find_outside(std::string_view text, std::string_view word) {
    char quote = 0;
    int depth = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const char letter = text[place];
        if (quote != 0) {
            quote = letter == quote ? '\0' : quote;
        } else if (depth == 0 && text.substr(place).starts_with(word)) {
            return place;
        } else if (letter == '\'' || letter == '"') {
            quote = letter;
        } else if (letter == '(' || letter == ')') {
            depth += letter == '(' ? 1 : -1;
        }
    }
    return std::string_view::npos;
}

/// Takes what follows `word` off the end of `text`; empty when it is not there.
std::string take_behind(std::string_view& text, std::string_view word) {
    const auto place = find_outside(text, word);
    if (place == std::string_view::npos) {
        return {};
    }
    std::string found(text.substr(place + word.size()));
    text = text.substr(0, place);
    return found;
}

void refine(Object& object) {
    const auto definition = std::string(object.value("definition"));
    std::string_view rest = definition;
    std::vector<Attribute> parts;
    const auto add = [&](const char* name, std::string value) {
        if (!value.empty()) {
            parts.push_back({name, std::move(value)});
        }
    };
    auto where = take_behind(rest, " WHERE ");
    take_behind(rest, " WITH (");
    const bool not_distinct = find_outside(rest, " NULLS NOT DISTINCT") != std::string_view::npos;
    take_behind(rest, " NULLS NOT DISTINCT");
    auto include = take_behind(rest, " INCLUDE ");
    const auto keys = take_behind(rest, " USING ");
    const auto method_end = keys.find(' ');
    add("unique", rest.starts_with("CREATE UNIQUE ") ? "yes" : "");
    add("method", keys.substr(0, method_end));
    add("keys", keys.substr(method_end + 1));
    add("include", std::move(include));
    add("nulls_not_distinct", not_distinct ? "yes" : "");
    add("where", std::move(where));
    object.attributes.erase(object.attributes.begin()); // the definition
    object.attributes.insert(object.attributes.begin(), parts.begin(), parts.end());
}

void write(const Object& object, Writing& writing) {
    if (object.has("valid")) {
        writing.remark(title(object) + " is INVALID: whoever built it did not finish");
        return;
    }
    const auto* table = writing.find(Kind::table, object.schema, object.parent);
    const bool only = table != nullptr && table->has("partition_key");
    std::string text = std::string("CREATE ") + (object.has("unique") ? "UNIQUE " : "") + "INDEX " +
                       quote_name(object.name) + " ON " + (only ? "ONLY " : "") +
                       qualified(object.schema, object.parent) + " USING " +
                       std::string(object.value("method")) + " " +
                       std::string(object.value("keys"));
    const auto add = [&](std::string_view attribute, std::string_view words) {
        if (object.has(attribute)) {
            text.append(words).append(object.value(attribute));
        }
    };
    add("include", " INCLUDE ");
    text += object.has("nulls_not_distinct") ? " NULLS NOT DISTINCT" : "";
    add("options", " WITH (");
    text += object.has("options") ? ")" : "";
    if (object.has("tablespace")) {
        text += " TABLESPACE " + quote_name(object.value("tablespace"));
    }
    add("where", " WHERE ");
    writing.add(text);
    write_index_settings(object, writing);
    writing.add_common(object);
}

} // namespace

void write_index_settings(const Object& object, Writing& writing) {
    const bool of_matview =
        writing.find(Kind::materialized_view, object.schema, object.parent) != nullptr;
    const auto table = qualified(object.schema, object.parent);
    if (object.has("clustered")) {
        writing.add(
            std::string("ALTER ") + (of_matview ? "MATERIALIZED VIEW " : "TABLE ") + table +
            " CLUSTER ON " + quote_name(object.name)
        );
    }
    if (object.has("replica_identity")) {
        writing.add(
            "ALTER TABLE ONLY " + table + " REPLICA IDENTITY USING INDEX " + quote_name(object.name)
        );
    }
    auto targets = std::string(object.value("statistics"));
    while (!targets.empty()) {
        const auto end = std::min(targets.find(", "), targets.size());
        const auto blank = targets.find(' ');
        writing.add(
            "ALTER INDEX " + qualified(object.schema, object.name) + " ALTER COLUMN " +
            targets.substr(0, blank) + " SET STATISTICS " +
            targets.substr(blank + 1, end - blank - 1)
        );
        targets.erase(0, end + 2);
    }
}

Member index_member() {
    return {Kind::index, "index", "INDEX", "", "", query, write, refine};
}

} // namespace runner::catalog
