// Text search: parsers, templates, dictionaries, configurations.
#include "catalog/kinds/kinds.hpp"
#include "catalog/query_parts.hpp"

namespace runner::catalog {
namespace {

std::string source(std::string_view catalog, std::string_view name, std::string_view schema) {
    return " from " + std::string(catalog) + " t join pg_namespace n on n.oid = t." +
           std::string(schema) + " and " + own_schema() + " where " + no_member(catalog, "t.oid") +
           " and t." + std::string(name) + " is not null";
}

std::string query_parsers(const Reading&) {
    return "select t.tableoid, t.oid, n.nspname as schema, t.prsname as name, "
           "t.prsstart::regproc::text as start, t.prstoken::regproc::text as gettoken, "
           "t.prsend::regproc::text as end, nullif(t.prsheadline::regproc::text, '-') as headline, "
           "t.prslextype::regproc::text as lextypes" +
           source("pg_ts_parser", "prsname", "prsnamespace");
}

std::string query_templates(const Reading&) {
    return "select t.tableoid, t.oid, n.nspname as schema, t.tmplname as name, "
           "nullif(t.tmplinit::regproc::text, '-') as init, t.tmpllexize::regproc::text as lexize" +
           source("pg_ts_template", "tmplname", "tmplnamespace");
}

/// Every attribute of these two is a setting of its CREATE.
void write_settings(std::string_view noun, const Object& object, Writing& writing) {
    auto text = "CREATE " + std::string(noun) + " " + address(object) + " (";
    std::string settings;
    for (const auto& attribute : object.attributes) {
        if (attribute.name != "comment" && attribute.name != "security_labels") {
            settings.append(settings.empty() ? "" : ", ")
                .append(attribute.name)
                .append(" = ")
                .append(attribute.value);
        }
    }
    writing.create(object, text + settings + ")");
}

void write_parser(const Object& object, Writing& writing) {
    write_settings("TEXT SEARCH PARSER", object, writing);
}

void write_template(const Object& object, Writing& writing) {
    write_settings("TEXT SEARCH TEMPLATE", object, writing);
}

std::string query_dictionaries(const Reading&) {
    return "select t.tableoid, t.oid, n.nspname as schema, t.dictname as name" +
           owner("t.dictowner") +
           ", (select quote_ident(mn.nspname) || '.' || quote_ident(m.tmplname) from "
           "pg_ts_template m join pg_namespace mn on mn.oid = m.tmplnamespace where m.oid = "
           "t.dicttemplate) as template, t.dictinitoption as options" +
           source("pg_ts_dict", "dictname", "dictnamespace");
}

void write_dictionary(const Object& object, Writing& writing) {
    auto text = "CREATE TEXT SEARCH DICTIONARY " + address(object) +
                " (\n    TEMPLATE = " + std::string(object.value("template"));
    if (object.has("options")) {
        text.append(",\n    ").append(object.value("options"));
    }
    writing.create(object, text + "\n)");
}

std::string query_configurations(const Reading&) {
    return "select t.tableoid, t.oid, n.nspname as schema, t.cfgname as name" +
           owner("t.cfgowner") + R"sql(,
       (select quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) from pg_ts_parser p
        join pg_namespace pn on pn.oid = p.prsnamespace where p.oid = t.cfgparser) as parser,
       (select string_agg(line, E'\n' order by line) from (
            select quote_ident(k.alias) || ' WITH ' ||
                   string_agg(quote_ident(dn.nspname) || '.' || quote_ident(d.dictname), ', '
                              order by m.mapseqno)
            from pg_ts_config_map m
            join ts_token_type(t.cfgparser) k on k.tokid = m.maptokentype
            join pg_ts_dict d on d.oid = m.mapdict
            join pg_namespace dn on dn.oid = d.dictnamespace
            where m.mapcfg = t.oid group by k.alias) lines (line)) as mappings)sql" +
           source("pg_ts_config", "cfgname", "cfgnamespace");
}

void write_configuration(const Object& object, Writing& writing) {
    writing.add(
        "CREATE TEXT SEARCH CONFIGURATION " + address(object) +
        " (PARSER = " + std::string(object.value("parser")) + ")"
    );
    for (const auto& mapping : lines_of(object.value("mappings"))) {
        writing.add(
            "ALTER TEXT SEARCH CONFIGURATION " + address(object) + " ADD MAPPING FOR " + mapping
        );
    }
    writing.add_common(object);
}

Member member_of(Kind kind, std::string_view name, std::string_view noun, std::string_view folder) {
    Member result{kind, name, noun, "", folder, nullptr, nullptr};
    return result;
}

} // namespace

Member text_search_parser_member() {
    auto result = member_of(
        Kind::text_search_parser, "text search parser", "TEXT SEARCH PARSER", "text_search"
    );
    result.query = query_parsers;
    result.write = write_parser;
    return result;
}

Member text_search_template_member() {
    auto result = member_of(
        Kind::text_search_template, "text search template", "TEXT SEARCH TEMPLATE", "text_search"
    );
    result.query = query_templates;
    result.write = write_template;
    return result;
}

Member text_search_dictionary_member() {
    auto result = member_of(
        Kind::text_search_dictionary,
        "text search dictionary",
        "TEXT SEARCH DICTIONARY",
        "text_search"
    );
    result.query = query_dictionaries;
    result.write = write_dictionary;
    return result;
}

Member text_search_configuration_member() {
    auto result = member_of(
        Kind::text_search_configuration,
        "text search configuration",
        "TEXT SEARCH CONFIGURATION",
        "text_search"
    );
    result.query = query_configurations;
    result.write = write_configuration;
    return result;
}

} // namespace runner::catalog
