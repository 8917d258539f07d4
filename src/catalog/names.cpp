#include "catalog/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace runner::catalog {
namespace {

/// Keywords of PostgreSQL 13 to 18 that are not "unreserved", in alphabetical order.
// clang-format off
constexpr std::array<std::string_view, 164> keywords = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast",
    "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently",
    "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists",
    "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant",
    "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout",
    "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json",
    "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
    "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading", "least",
    "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national", "natural",
    "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on",
    "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position",
    "precision", "primary", "real", "references", "returning", "right", "row", "select",
    "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric",
    "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat",
    "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic",
    "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement",
    "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize",
    "xmltable",
};

// clang-format on

bool is_plain(char letter, bool first) {
    return (letter >= 'a' && letter <= 'z') || letter == '_' ||
           (!first && letter >= '0' && letter <= '9');
}

std::string doubled(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char letter : text) {
        result.append(letter == quote ? 2 : 1, letter);
    }
    return result + quote;
}

} // namespace

std::string quote_name(std::string_view name) {
    bool plain = !name.empty() && is_plain(name.front(), true);
    for (const char letter : name) {
        plain = plain && is_plain(letter, false);
    }
    const bool reserved = std::binary_search(keywords.begin(), keywords.end(), name);
    return plain && !reserved ? std::string(name) : doubled(name, '"');
}

std::string qualified(std::string_view schema, std::string_view name) {
    return schema.empty() ? quote_name(name) : quote_name(schema) + "." + quote_name(name);
}

std::string literal(std::string_view text) {
    return doubled(text, '\'');
}

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    std::string name;
    bool in_quotes = false;
    for (const char letter : list) {
        in_quotes = in_quotes != (letter == '"');
        if (letter == ',' && !in_quotes) {
            names.push_back(std::exchange(name, {}));
        } else if (letter != ' ' || in_quotes) {
            name += letter;
        }
    }
    names.push_back(name);
    return names;
}

} // namespace runner::catalog
