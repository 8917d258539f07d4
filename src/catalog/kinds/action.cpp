// What acts when something happens to a table, or decides who may: rules, triggers, policies; and
// event triggers, which are written last because they would see the rest of the script.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string enabled(std::string_view column) {
    return "case " + std::string(column) +
           " when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' when 'A' then 'ENABLE ALWAYS' "
           "end as enabled";
}

std::string query_rules(const Reading&) {
    return "select r.tableoid, r.oid, n.nspname as schema, c.relname as parent, r.rulename as "
           "name, rtrim(pg_get_ruledef(r.oid), ';') as definition, " +
           enabled("r.ev_enabled") + R"sql(
from pg_rewrite r
join pg_class c on c.oid = r.ev_class and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + " where r.rulename <> '_RETURN' and " + no_member("pg_rewrite", "r.oid") +
           " and " + no_member("pg_class", "c.oid");
}

// Of the copies that partitions have of their parent's triggers, only those that are enabled
// otherwise say something.
std::string query_triggers(const Reading&) {
    return "select t.tableoid, t.oid, n.nspname as schema, c.relname as parent, t.tgname as name, "
           "case when t.tgparentid <> 0 then 'yes' end as inherited, "
           "pg_get_triggerdef(t.oid) as definition, case when t.tgenabled = 'O' and t.tgparentid "
           "<> 0 then 'ENABLE' else " +
           enabled("t.tgenabled").substr(0, enabled("t.tgenabled").rfind(" as ")) +
           R"sql( end as enabled
from pg_trigger t
join pg_class c on c.oid = t.tgrelid and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + R"sql(
left join pg_trigger p on p.oid = t.tgparentid
where (t.tgparentid = 0 and not t.tgisinternal
       or t.tgparentid <> 0 and t.tgenabled <> p.tgenabled and not p.tgisinternal) and )sql" +
           no_member("pg_trigger", "t.oid") + " and " + no_member("pg_class", "c.oid");
}

void write_enabled(const Object& object, std::string_view noun, Writing& writing) {
    if (object.has("enabled")) {
        writing.add(
            "ALTER TABLE " + qualified(object.schema, object.parent) + " " +
            std::string(object.value("enabled")) + " " + std::string(noun) + " " +
            quote_name(object.name)
        );
    }
}

void write_rule(const Object& object, Writing& writing) {
    writing.add(std::string(object.value("definition")));
    write_enabled(object, "RULE", writing);
    writing.add_common(object);
}

void write_trigger(const Object& object, Writing& writing) {
    if (!object.has("inherited")) {
        writing.add(std::string(object.value("definition")));
    }
    write_enabled(object, "TRIGGER", writing);
    writing.add_common(object);
}

std::string query_policies(const Reading&) {
    return R"sql(
select p.tableoid, p.oid, n.nspname as schema, c.relname as parent, p.polname as name,
       case when not p.polpermissive then 'yes' end as restrictive,
       case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
            when 'd' then 'DELETE' end as command,
       case when p.polroles <> '{0}' then
           (select string_agg(quote_ident(rolname), ', ' order by rolname) from pg_roles
            where oid = any (p.polroles)) end as roles,
       pg_get_expr(p.polqual, p.polrelid) as using,
       pg_get_expr(p.polwithcheck, p.polrelid) as with_check
from pg_policy p
join pg_class c on c.oid = p.polrelid and c.relpersistence <> 't'
join pg_namespace n on n.oid = c.relnamespace and )sql" +
           own_schema() + " where " + no_member("pg_class", "c.oid");
}

void write_policy(const Object& object, Writing& writing) {
    auto text = "CREATE POLICY " + address(object);
    text += object.has("restrictive") ? " AS RESTRICTIVE" : "";
    const auto add = [&](std::string_view attribute, std::string_view words, const char* behind) {
        if (object.has(attribute)) {
            text.append(words).append(object.value(attribute)).append(behind);
        }
    };
    add("command", " FOR ", "");
    add("roles", " TO ", "");
    add("using", "\n    USING (", ")");
    add("with_check", "\n    WITH CHECK (", ")");
    writing.create(object, text);
}

std::string query_event_triggers(const Reading&) {
    return "select e.tableoid, e.oid, e.evtname as name" + owner("e.evtowner") +
           R"sql(, e.evtevent as event,
       (select string_agg(quote_literal(tag), ', ' order by tag) from unnest(e.evttags) tag)
           as tags,
       e.evtfoid::regproc::text as function, )sql" +
           enabled("e.evtenabled") + " from pg_event_trigger e where " +
           no_member("pg_event_trigger", "e.oid");
}

void write_event_trigger(const Object& object, Writing& writing) {
    auto text =
        "CREATE EVENT TRIGGER " + address(object) + " ON " + std::string(object.value("event"));
    if (object.has("tags")) {
        text.append("\n    WHEN TAG IN (").append(object.value("tags")).append(")");
    }
    text.append("\n    EXECUTE FUNCTION ").append(object.value("function")).append("()");
    writing.add(text);
    if (object.has("enabled")) {
        writing.add(
            "ALTER EVENT TRIGGER " + address(object) + " " + std::string(object.value("enabled"))
        );
    }
    writing.add_common(object);
}

} // namespace

Member rule_member() {
    return {Kind::rule, "rule", "RULE", "", "", query_rules, write_rule};
}

Member trigger_member() {
    return {Kind::trigger, "trigger", "TRIGGER", "", "", query_triggers, write_trigger};
}

Member policy_member() {
    return {Kind::policy, "policy", "POLICY", "", "", query_policies, write_policy};
}

Member event_trigger_member() {
    return {
        Kind::event_trigger,
        "event trigger",
        "EVENT TRIGGER",
        "",
        "event_triggers",
        query_event_triggers,
        write_event_trigger};
}

} // namespace runner::catalog
