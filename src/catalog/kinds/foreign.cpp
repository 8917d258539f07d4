// Foreign data wrappers, servers and user mappings. Options that hold a secret are never read.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string query_wrappers(const Reading&) {
    return "select w.tableoid, w.oid, w.fdwname as name" + owner("w.fdwowner") +
           privileges("F", "w.fdwacl", "w.fdwowner") +
           ", nullif(w.fdwhandler::regproc::text, '-') as handler, "
           "nullif(w.fdwvalidator::regproc::text, '-') as validator, " +
           options("w.fdwoptions", OptionStyle::wrapper) +
           " as options from pg_foreign_data_wrapper w where w.oid >= 16384 and " +
           no_member("pg_foreign_data_wrapper", "w.oid");
}

std::string options_clause(const Object& object) {
    return object.has("options") ? " OPTIONS (" + std::string(object.value("options")) + ")" : "";
}

void write_wrapper(const Object& object, Writing& writing) {
    auto text = "CREATE FOREIGN DATA WRAPPER " + address(object);
    if (object.has("handler")) {
        text.append(" HANDLER ").append(object.value("handler"));
    }
    if (object.has("validator")) {
        text.append(" VALIDATOR ").append(object.value("validator"));
    }
    writing.create(object, text + options_clause(object));
}

std::string query_servers(const Reading&) {
    return "select s.tableoid, s.oid, s.srvname as name" + owner("s.srvowner") +
           privileges("S", "s.srvacl", "s.srvowner") +
           ", w.fdwname as wrapper, quote_literal(s.srvtype) as type, "
           "quote_literal(s.srvversion) as version, " +
           options("s.srvoptions", OptionStyle::wrapper) +
           " as options from pg_foreign_server s "
           "join pg_foreign_data_wrapper w on w.oid = s.srvfdw where " +
           no_member("pg_foreign_server", "s.oid");
}

void write_server(const Object& object, Writing& writing) {
    auto text = "CREATE SERVER " + address(object);
    if (object.has("type")) {
        text.append(" TYPE ").append(object.value("type"));
    }
    if (object.has("version")) {
        text.append(" VERSION ").append(object.value("version"));
    }
    text += " FOREIGN DATA WRAPPER " + quote_name(object.value("wrapper"));
    writing.create(object, text + options_clause(object));
}

// The view shows options only to whom they belong.
std::string query_mappings(const Reading&) {
    return "select 'pg_user_mapping'::regclass::oid as tableoid, m.umid as oid, "
           "m.usename as name, ' SERVER ' || quote_ident(m.srvname) as signature, " +
           options("m.umoptions", OptionStyle::wrapper) +
           " as options from pg_user_mappings m where " + no_member("pg_user_mapping", "m.umid");
}

void write_mapping(const Object& object, Writing& writing) {
    writing.remark("a password of this user mapping is not part of a dump");
    writing.add("CREATE USER MAPPING FOR " + address(object) + options_clause(object));
}

} // namespace

Member foreign_data_wrapper_member() {
    return {
        Kind::foreign_data_wrapper,
        "foreign data wrapper",
        "FOREIGN DATA WRAPPER",
        "FOREIGN DATA WRAPPER",
        "foreign_data_wrappers",
        query_wrappers,
        write_wrapper};
}

Member foreign_server_member() {
    return {
        Kind::foreign_server,
        "foreign server",
        "SERVER",
        "FOREIGN SERVER",
        "foreign_servers",
        query_servers,
        write_server};
}

Member user_mapping_member() {
    return {
        Kind::user_mapping,
        "user mapping",
        "USER MAPPING",
        "",
        "user_mappings",
        query_mappings,
        write_mapping};
}

} // namespace runner::catalog
