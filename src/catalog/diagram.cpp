// Which tables there are, and which of their columns are keys.
#include "catalog/names.hpp"

#include <runner/diagram.hpp>
#include <runner/error.hpp>

#include <algorithm>
#include <fnmatch.h>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace runner::catalog {
namespace {

using Key = std::pair<std::string, std::string>; // schema and name

std::string unquoted(std::string_view name) {
    if (!name.starts_with('"')) {
        return std::string(name);
    }
    std::string text;
    for (std::size_t at = 1; at + 1 < name.size(); ++at) {
        text += name[at];
        at += name[at] == '"' ? 1 : 0;
    }
    return text;
}

/// The place behind `text`, outside of quotes, from `start` on.
std::size_t find_bare(std::string_view text, char wanted, std::size_t start) {
    bool quoted = false;
    for (auto at = start; at < text.size(); ++at) {
        if (!quoted && text[at] == wanted) {
            return at;
        }
        quoted = quoted != (text[at] == '"');
    }
    return std::string_view::npos;
}

/// The names in the next parentheses of a constraint's definition; moves `place` behind them.
std::vector<std::string> names_within(std::string_view definition, std::size_t& place) {
    const auto open = find_bare(definition, '(', place);
    const auto close = open == std::string_view::npos ? open : find_bare(definition, ')', open);
    if (close == std::string_view::npos) {
        return {};
    }
    std::vector<std::string> names;
    for (const auto& name : names_in(definition.substr(open + 1, close - open - 1))) {
        // Since 18 the last one may be a period.
        names.push_back(unquoted(name.starts_with("PERIOD ") ? name.substr(7) : name));
    }
    place = close + 1;
    return names;
}

struct ForeignKey {
    std::vector<std::string> from;
    Key to;
    std::vector<std::string> columns;
};

/// FOREIGN KEY (a, b) REFERENCES shop.item(x, y) …
std::optional<ForeignKey> foreign_key_of(const Object& constraint) {
    constexpr std::string_view references = " REFERENCES ";
    const auto definition = constraint.value("definition");
    ForeignKey key;
    std::size_t place = 0;
    key.from = names_within(definition, place);
    if (!definition.substr(place).starts_with(references)) {
        return std::nullopt;
    }
    const auto start = place + references.size();
    const auto dot = find_bare(definition, '.', start);
    const auto open = find_bare(definition, '(', start);
    if (dot == std::string_view::npos || open == std::string_view::npos || dot > open) {
        return std::nullopt;
    }
    key.to = {
        unquoted(definition.substr(start, dot - start)),
        unquoted(definition.substr(dot + 1, open - dot - 1))};
    place = open;
    key.columns = names_within(definition, place);
    return key;
}

bool fits(const std::string& pattern, const Object& table) {
    return fnmatch(pattern.c_str(), table.name.c_str(), 0) == 0 ||
           fnmatch(pattern.c_str(), (table.schema + "." + table.name).c_str(), 0) == 0;
}

class Drawing {
public:
    explicit Drawing(const Catalog& catalog, const std::vector<std::string>& patterns) {
        take_tables(catalog, patterns);
        for (const auto& object : catalog.objects) {
            if (object.kind == Kind::column) {
                take_column(object);
            }
        }
        for (const auto& object : catalog.objects) {
            take_key(object);
        }
        for (const auto& object : catalog.objects) {
            if (object.kind == Kind::constraint && object.value("type") == "foreign key") {
                take_reference(object);
            }
        }
    }

    Diagram result;

private:
    void take_tables(const Catalog& catalog, const std::vector<std::string>& patterns) {
        std::set<std::string> unused(patterns.begin(), patterns.end());
        for (const auto& object : catalog.objects) {
            if ((object.kind != Kind::table && object.kind != Kind::foreign_table) ||
                object.has("partition_of")) {
                continue;
            }
            bool wanted = patterns.empty();
            for (const auto& pattern : patterns) {
                if (fits(pattern, object)) {
                    unused.erase(pattern);
                    wanted = true;
                }
            }
            if (wanted) {
                result.tables.push_back(
                    {object.schema, object.name, std::string(object.value("comment")), {}}
                );
            }
        }
        if (!unused.empty()) {
            Error error(ErrorKind::usage, "no table fits " + *unused.begin());
            error.say_advice("for example: runner erd --tables 'users,shop.*'");
            throw error;
        }
        std::ranges::sort(result.tables, {}, [](const Diagram::Table& table) {
            return Key(table.schema, table.name);
        });
        for (std::size_t at = 0; at < result.tables.size(); ++at) {
            places_.emplace(Key(result.tables[at].schema, result.tables[at].name), at);
        }
    }

    void take_column(const Object& object) {
        const auto table = places_.find({object.schema, object.parent});
        if (table == places_.end()) {
            return;
        }
        Diagram::Column column;
        column.name = object.name;
        column.type = object.value("type");
        column.not_null = object.has("not_null");
        result.tables[table->second].columns.push_back(std::move(column));
    }

    /// Primary keys and what is unique.
    void take_key(const Object& object) {
        const auto table = places_.find({object.schema, object.parent});
        if (table == places_.end()) {
            return;
        }
        std::vector<std::string> names;
        bool primary = false;
        if (object.kind == Kind::constraint) {
            primary = object.value("type") == "primary key";
            if (!primary && object.value("type") != "unique") {
                return;
            }
            std::size_t place = 0;
            names = names_within(object.value("definition"), place);
        } else if (object.kind == Kind::index && object.has("unique") && !object.has("where")) {
            std::size_t place = 0;
            names = names_within(object.value("keys"), place);
        } else {
            return;
        }
        for (const auto& name : names) {
            if (auto* column = find(table->second, name)) {
                column->primary_key = column->primary_key || primary;
                column->unique = column->unique || (names.size() == 1 && !primary);
            }
        }
        std::ranges::sort(names);
        unique_.emplace(table->second, std::move(names));
    }

    void take_reference(const Object& object) {
        const auto from = places_.find({object.schema, object.parent});
        auto key = foreign_key_of(object);
        if (from == places_.end() || !key) {
            return;
        }
        Diagram::Reference reference;
        for (const auto& name : key->from) {
            if (auto* column = find(from->second, name)) {
                column->foreign_key = true;
                reference.optional = reference.optional || !column->not_null;
            }
        }
        const auto to = places_.find(key->to);
        if (to == places_.end()) {
            return;
        }
        reference.name = object.name;
        reference.from = from->second;
        reference.to = to->second;
        reference.from_columns = key->from;
        reference.to_columns = std::move(key->columns);
        std::ranges::sort(key->from);
        reference.unique = unique_.contains({from->second, key->from});
        const auto place = std::ranges::upper_bound(
            result.references,
            std::pair(reference.from, std::string_view(reference.name)),
            {},
            [](const Diagram::Reference& one) {
                return std::pair(one.from, std::string_view(one.name));
            }
        );
        result.references.insert(place, std::move(reference));
    }

    Diagram::Column* find(std::size_t table, const std::string& name) {
        auto& columns = result.tables[table].columns;
        const auto found = std::ranges::find(columns, name, &Diagram::Column::name);
        return found == columns.end() ? nullptr : &*found;
    }

    std::map<Key, std::size_t> places_;
    std::set<std::pair<std::size_t, std::vector<std::string>>> unique_;
};

} // namespace

Diagram diagram(const Catalog& catalog, const std::vector<std::string>& patterns) {
    return Drawing(catalog, patterns).result;
}

} // namespace runner::catalog
