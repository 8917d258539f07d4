// What few databases have of their own: languages, transforms, conversions, access methods.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query_languages(const Reading&) {
    return "select l.tableoid, l.oid, l.lanname as name" + owner("l.lanowner") +
           privileges("l", "l.lanacl", "l.lanowner") +
           ", case when l.lanpltrusted then 'yes' end as trusted, "
           "l.lanplcallfoid::regproc::text as handler, "
           "nullif(l.laninline::regproc::text, '-') as inline, "
           "nullif(l.lanvalidator::regproc::text, '-') as validator "
           "from pg_language l where l.lanispl and l.oid >= 16384 and " +
           no_member("pg_language", "l.oid");
}

void write_language(const Object& object, Writing& writing) {
    auto text = std::string("CREATE ") + (object.has("trusted") ? "TRUSTED " : "") + "LANGUAGE " +
                address(object) + " HANDLER " + std::string(object.value("handler"));
    if (object.has("inline")) {
        text.append(" INLINE ").append(object.value("inline"));
    }
    if (object.has("validator")) {
        text.append(" VALIDATOR ").append(object.value("validator"));
    }
    writing.create(object, text);
}

std::string query_transforms(const Reading&) {
    return "select t.tableoid, t.oid, format_type(t.trftype, null) || ' LANGUAGE ' || "
           "quote_ident(l.lanname) as signature, "
           "case when t.trffromsql <> 0 then t.trffromsql::regprocedure::text end as from_sql, "
           "case when t.trftosql <> 0 then t.trftosql::regprocedure::text end as to_sql "
           "from pg_transform t join pg_language l on l.oid = t.trflang where t.oid >= 16384 and " +
           no_member("pg_transform", "t.oid");
}

void write_transform(const Object& object, Writing& writing) {
    std::string functions;
    if (object.has("from_sql")) {
        functions = "FROM SQL WITH FUNCTION " + std::string(object.value("from_sql"));
    }
    if (object.has("to_sql")) {
        functions += (functions.empty() ? "" : ", ") + std::string("TO SQL WITH FUNCTION ") +
                     std::string(object.value("to_sql"));
    }
    writing.create(object, "CREATE TRANSFORM FOR " + address(object) + " (" + functions + ")");
}

std::string query_conversions(const Reading&) {
    return "select c.tableoid, c.oid, n.nspname as schema, c.conname as name" +
           owner("c.conowner") +
           ", case when c.condefault then 'yes' end as default, "
           "quote_literal(pg_encoding_to_char(c.conforencoding)) as for, "
           "quote_literal(pg_encoding_to_char(c.contoencoding)) as to, "
           "c.conproc::regproc::text as function from pg_conversion c "
           "join pg_namespace n on n.oid = c.connamespace and " +
           own_schema() + " where " + no_member("pg_conversion", "c.oid");
}

void write_conversion(const Object& object, Writing& writing) {
    auto text = std::string("CREATE ") + (object.has("default") ? "DEFAULT " : "") + "CONVERSION " +
                address(object);
    text.append(" FOR ").append(object.value("for"));
    text.append(" TO ").append(object.value("to"));
    text.append(" FROM ").append(object.value("function"));
    writing.create(object, text);
}

std::string query_access_methods(const Reading&) {
    return "select m.tableoid, m.oid, m.amname as name, "
           "case m.amtype when 't' then 'TABLE' else 'INDEX' end as type, "
           "m.amhandler::regproc::text as handler from pg_am m where m.oid >= 16384 and " +
           no_member("pg_am", "m.oid");
}

void write_access_method(const Object& object, Writing& writing) {
    auto text = "CREATE ACCESS METHOD " + address(object);
    text.append(" TYPE ").append(object.value("type"));
    text.append(" HANDLER ").append(object.value("handler"));
    writing.create(object, text);
}

} // namespace

Member language_member() {
    return {
        Kind::language,
        "language",
        "LANGUAGE",
        "LANGUAGE",
        "languages",
        query_languages,
        write_language};
}

Member transform_member() {
    return {
        Kind::transform,
        "transform",
        "TRANSFORM FOR",
        "",
        "transforms",
        query_transforms,
        write_transform};
}

Member conversion_member() {
    return {
        Kind::conversion,
        "conversion",
        "CONVERSION",
        "",
        "conversions",
        query_conversions,
        write_conversion};
}

Member access_method_member() {
    return {
        Kind::access_method,
        "access method",
        "ACCESS METHOD",
        "",
        "access_methods",
        query_access_methods,
        write_access_method};
}

} // namespace runner::catalog
