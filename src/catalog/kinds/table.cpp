// Tables, partitioned or not. Constraints and defaults are said in CREATE TABLE when all they need
// is there; a partition is made alone and attached then, because only so its columns, indexes and
// constraints keep their order and names.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

#include <algorithm>

namespace runner::catalog {
namespace {

/// `kinds` of pg_class, quoted.
std::string query_of(std::string_view kinds) {
    return "select c.tableoid, c.oid, n.nspname as schema, c.relname as name" +
           owner("c.relowner") + privileges("r", "c.relacl", "c.relowner") + R"sql(,
       case when c.relpersistence = 'u' then 'yes' end as unlogged,
       (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
       case when not c.relispartition then
           (select string_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname), ', '
                              order by i.inhseqno)
            from pg_inherits i join pg_class p on p.oid = i.inhparent
            join pg_namespace pn on pn.oid = p.relnamespace
            where i.inhrelid = c.oid) end as inherits,
       case when c.relispartition then
           (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname)
            from pg_inherits i join pg_class p on p.oid = i.inhparent
            join pg_namespace pn on pn.oid = p.relnamespace
            where i.inhrelid = c.oid) end as partition_of,
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
       case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
       nullif(am.amname, 'heap') as access_method,
       case when c.reloptions is not null or tc.reloptions is not null then )sql" +
           options("c.reloptions || (select array_agg('toast.' || o) from unnest(tc.reloptions) o)"
           ) +
           R"sql( end as options,
       ts.spcname as tablespace,
       (select fs.srvname from pg_foreign_table ft join pg_foreign_server fs on fs.oid = ft.ftserver
        where ft.ftrelid = c.oid) as server,
       (select )sql" +
           options("ft.ftoptions", OptionStyle::wrapper) +
           R"sql( from pg_foreign_table ft where ft.ftrelid = c.oid) as wrapper_options,
       case when c.relrowsecurity then 'yes' end as row_security,
       case when c.relforcerowsecurity then 'yes' end as force_row_security,
       case when c.relkind <> 'f' then case c.relreplident when 'n' then 'NOTHING'
            when 'f' then 'FULL' end end as replica_identity
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
left join pg_class tc on tc.oid = c.reltoastrelid
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
where c.relkind in ()sql" +
           std::string(kinds) + R"sql() and c.relpersistence <> 't' and )sql" +
           no_member("pg_class", "c.oid");
}

std::string query(const Reading&) {
    return query_of("'r', 'p'");
}

std::string query_foreign(const Reading&) {
    return query_of("'f'");
}

bool is_inherited_only(const Object& column) {
    return column.value("inherited") == "yes";
}

/// What stands between the parentheses, and which objects were said there.
struct Body {
    std::vector<std::string> lines;
    std::vector<std::size_t> constraints;
};

const Object* default_of(const Object& column, std::size_t& place, const Writing& writing) {
    for (const auto candidate : writing.parts(
             {.kind = Kind::table,
      .schema = column.schema,
      .parent = {},
      .name = column.parent,
      .signature = {},
      .attributes = {},
      .depends_on = {}}
         )) {
        const auto& part = writing.at(candidate);
        if (part.kind == Kind::column_default && part.name == column.name) {
            place = candidate;
            return &part;
        }
    }
    return nullptr;
}

bool is_said_inside(const Object& table, const Object& constraint) {
    if (constraint.has("not_valid")) {
        return false;
    }
    const auto kind = constraint.value("type");
    if (kind == "check") {
        return table.has("partition_of") || constraint.value("inherited") != "yes";
    }
    return kind != "foreign key" && !table.has("partition_key") && !table.has("partition_of") &&
           !constraint.has("options") && !constraint.has("tablespace");
}

void add_columns(const Object& table, Body& body, Writing& writing) {
    for (const auto place : writing.parts(table)) {
        const auto& part = writing.at(place);
        if (part.kind != Kind::column) {
            continue;
        }
        writing.mark_written(place);
        if (table.has("of_type") || (is_inherited_only(part) && !table.has("partition_of"))) {
            continue;
        }
        auto line = column_clause(part, writing);
        std::size_t at = 0;
        const auto* value = default_of(part, at, writing);
        if (value != nullptr && writing.is_ready(at)) {
            line.append(" DEFAULT ").append(value->value("expression"));
            writing.mark_written(at);
        }
        body.lines.push_back(line);
    }
}

void add_constraints(const Object& table, Body& body, Writing& writing) {
    if (table.has("of_type")) {
        return;
    }
    for (const auto place : writing.parts(table)) {
        const auto& part = writing.at(place);
        if (part.kind == Kind::constraint && is_said_inside(table, part) &&
            writing.is_ready(place)) {
            body.lines.push_back(constraint_clause(part));
            body.constraints.push_back(place);
            writing.mark_written(place);
        }
    }
}

std::string storage_clauses(const Object& table, bool inherits_late) {
    std::string text;
    const auto add = [&](std::string_view attribute, std::string_view before, const char* behind) {
        if (table.has(attribute)) {
            text.append(before).append(table.value(attribute)).append(behind);
        }
    };
    if (!inherits_late) {
        add("inherits", "\nINHERITS (", ")");
    }
    add("partition_key", "\nPARTITION BY ", "");
    if (table.has("access_method")) {
        text += "\nUSING " + quote_name(table.value("access_method"));
    }
    if (table.has("server")) {
        text += "\nSERVER " + quote_name(table.value("server"));
    }
    add("wrapper_options", "\nOPTIONS (", ")");
    add("options", "\nWITH (", ")");
    if (table.has("tablespace")) {
        text += "\nTABLESPACE " + quote_name(table.value("tablespace"));
    }
    return text;
}

/// Whether INHERITS would put the columns into another order: then all of them are the child's own,
/// and its parents come afterwards.
bool inherits_late(const Object& table, const Writing& writing) {
    if (!table.has("inherits")) {
        return false;
    }
    bool own_seen = false;
    bool moved = false;
    for (const auto place : writing.parts(table)) {
        const auto& part = writing.at(place);
        if (part.kind == Kind::column) {
            if (is_inherited_only(part)) {
                return false;
            }
            moved = moved || (own_seen && part.has("inherited"));
            own_seen = own_seen || !part.has("inherited");
        }
    }
    return moved;
}

/// What a child has otherwise than its parents, of columns it did not declare itself.
void write_inherited_columns(const Object& table, Writing& writing) {
    if (!table.has("inherits") && !table.has("of_type")) {
        return;
    }
    const auto alter = "ALTER TABLE ONLY " + address(table) + " ALTER COLUMN ";
    for (const auto place : writing.parts(table)) {
        const auto& part = writing.at(place);
        if (part.kind != Kind::column || (!table.has("of_type") && !is_inherited_only(part))) {
            continue;
        }
        if (part.has("not_null") && !part.has("not_null_inherited") &&
            !part.has("not_null_not_valid")) {
            writing.add(alter + quote_name(part.name) + " SET NOT NULL");
        }
        std::size_t at = 0;
        if (default_of(part, at, writing) == nullptr && !table.has("of_type")) {
            writing.add(alter + quote_name(part.name) + " DROP DEFAULT");
        }
    }
}

void write_table_settings(const Object& table, Writing& writing) {
    const auto alter = "ALTER TABLE ONLY " + address(table);
    if (table.has("replica_identity")) {
        writing.add(alter + " REPLICA IDENTITY " + std::string(table.value("replica_identity")));
    }
    if (table.has("row_security")) {
        writing.add("ALTER TABLE " + address(table) + " ENABLE ROW LEVEL SECURITY");
    }
    if (table.has("force_row_security")) {
        writing.add(alter + " FORCE ROW LEVEL SECURITY");
    }
}

void write(const Object& object, Writing& writing) {
    Body body;
    add_columns(object, body, writing);
    add_constraints(object, body, writing);
    std::string text = std::string("CREATE ") + (object.has("unlogged") ? "UNLOGGED " : "") +
                       (object.kind == Kind::foreign_table ? "FOREIGN " : "") + "TABLE " +
                       address(object);
    if (object.has("of_type")) {
        text.append(" OF ").append(object.value("of_type"));
    } else {
        std::string lines;
        for (const auto& line : body.lines) {
            lines += (lines.empty() ? "\n    " : ",\n    ") + line;
        }
        text += " (" + lines + (lines.empty() ? ")" : "\n)");
    }
    const bool late = inherits_late(object, writing);
    writing.add(text + storage_clauses(object, late));
    if (late) {
        for (const auto& parent : names_in(object.value("inherits"))) {
            writing.add("ALTER TABLE " + address(object) + " INHERIT " + parent);
        }
    }
    write_inherited_columns(object, writing);
    write_table_settings(object, writing);
    writing.add_common(object);
    for (const auto place : writing.parts(object)) {
        if (writing.at(place).kind == Kind::column) {
            write_column_settings(writing.at(place), writing);
        }
    }
    for (const auto place : body.constraints) {
        write_constraint_settings(writing.at(place), writing);
    }
}

} // namespace

void write_attachment(const Object& object, Writing& writing) {
    if (object.kind == Kind::operator_family) {
        write_family_members(object, writing);
        return;
    }
    const auto whole = std::string(object.value("partition_of"));
    if (object.parent.empty()) {
        writing.add(
            "ALTER TABLE ONLY " + whole + " ATTACH PARTITION " + address(object) + " " +
            std::string(object.value("partition_bound"))
        );
    } else {
        writing.add(
            "ALTER INDEX " + whole + " ATTACH PARTITION " + qualified(object.schema, object.name)
        );
    }
}

Member table_member() {
    return {Kind::table, "table", "TABLE", "TABLE", "tables", query, write};
}

Member foreign_table_member() {
    return {
        Kind::foreign_table,
        "foreign table",
        "FOREIGN TABLE",
        "TABLE",
        "foreign_tables",
        query_foreign,
        write};
}

} // namespace runner::catalog
