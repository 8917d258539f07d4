// What one catalog says, and where two of them differ.
#include "catalog/loader.hpp"
#include "catalog/member.hpp"
#include "catalog/names.hpp"
#include "connect/server.hpp"
#include "parse/checksum.hpp"

#include <runner/catalog.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace runner::catalog {
namespace {

using Identity =
    std::tuple<Kind, std::string_view, std::string_view, std::string_view, std::string_view>;

Identity identity(const Object& object) {
    return {object.kind, object.schema, object.parent, object.name, object.signature};
}

/// On one line; what is escaped cannot be mistaken for anything else.
void add_escaped(std::string& text, std::string_view value) {
    for (const char letter : value) {
        switch (letter) {
        case '\n':
            text += "\\n";
            break;
        case '\r':
            text += "\\r";
            break;
        case '\\':
            text += "\\\\";
            break;
        default:
            text += letter;
        }
    }
}

/// Whether the columns that both lists have stand in the same order.
bool same_order(std::string_view before, std::string_view after) {
    const auto old_names = names_in(before);
    const auto new_names = names_in(after);
    const std::set<std::string> old_set(old_names.begin(), old_names.end());
    const std::set<std::string> new_set(new_names.begin(), new_names.end());
    std::vector<std::string> old_common;
    std::vector<std::string> new_common;
    std::copy_if(
        old_names.begin(),
        old_names.end(),
        std::back_inserter(old_common),
        [&](auto& name) { return new_set.contains(name); }
    );
    std::copy_if(
        new_names.begin(),
        new_names.end(),
        std::back_inserter(new_common),
        [&](auto& name) { return old_set.contains(name); }
    );
    return old_common == new_common;
}

std::vector<AttributeChange> attribute_changes(const Object& before, const Object& after) {
    std::vector<AttributeChange> changes;
    const auto compare = [&](const std::string& name) {
        const auto old_value = before.value(name);
        const auto new_value = after.value(name);
        const bool differs = old_value != new_value || before.has(name) != after.has(name);
        if (differs && (name != "columns" || !same_order(old_value, new_value))) {
            changes.push_back({name, std::string(old_value), std::string(new_value)});
        }
    };
    for (const auto& attribute : before.attributes) {
        compare(attribute.name);
    }
    for (const auto& attribute : after.attributes) {
        if (!before.has(attribute.name)) {
            compare(attribute.name);
        }
    }
    return changes;
}

void mark_parts(std::vector<ObjectChange>& changes) {
    std::set<std::tuple<ObjectChange::Kind, std::string_view, std::string_view>> wholes;
    for (const auto& change : changes) {
        if (change.object.parent.empty() && change.object.signature.empty()) {
            wholes.emplace(change.kind, change.object.schema, change.object.name);
        }
    }
    for (auto& change : changes) {
        change.with_parent =
            change.kind != ObjectChange::Kind::changed && !change.object.parent.empty() &&
            wholes.contains({change.kind, change.object.schema, change.object.parent});
    }
}

} // namespace

std::string_view kind_name(Kind kind) {
    return member(kind).name;
}

std::string_view Object::value(std::string_view attribute) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
        return one.name == attribute;
    });
    return found == attributes.end() ? std::string_view() : std::string_view(found->value);
}

bool Object::has(std::string_view attribute) const {
    return std::any_of(attributes.begin(), attributes.end(), [&](const auto& one) {
        return one.name == attribute;
    });
}

bool Object::operator==(const Object& other) const {
    return identity(*this) == identity(other) && attributes == other.attributes;
}

Catalog read(const Options& options, Observer& observer) {
    Server server(options, observer);
    auto connection = server.connect(options.wait);
    return load(connection, options.history_schema);
}

std::string address(const Object& object) {
    switch (object.kind) {
    case Kind::column:
    case Kind::column_default:
        return qualified(object.schema, object.parent) + "." + quote_name(object.name);
    case Kind::constraint:
    case Kind::rule:
    case Kind::trigger:
    case Kind::policy:
        return quote_name(object.name) + " ON " + qualified(object.schema, object.parent);
    case Kind::domain_constraint:
        return quote_name(object.name) + " ON DOMAIN " + qualified(object.schema, object.parent);
    case Kind::sql_operator: // which quotes would turn into something else
        return quote_name(object.schema) + "." + object.name + object.signature;
    case Kind::cast:
    case Kind::transform:
        return object.signature;
    case Kind::user_mapping:
        return (object.name == "public" ? "PUBLIC" : quote_name(object.name)) + object.signature;
    case Kind::default_privileges:
        return quote_name(object.name) +
               (object.schema.empty() ? "" : " IN SCHEMA " + quote_name(object.schema)) +
               object.signature;
    default:
        return qualified(object.schema, object.name) + object.signature;
    }
}

std::string title(const Object& object) {
    return std::string(kind_name(object.kind)) + " " + address(object);
}

std::string canonical_text(const Object& object) {
    std::string text;
    add_escaped(text, title(object));
    text += '\n';
    for (const auto& attribute : object.attributes) {
        text.append("  ").append(attribute.name).append(": ");
        add_escaped(text, attribute.value);
        text += '\n';
    }
    return text;
}

Checksum fingerprint(const Object& object) {
    return checksum(canonical_text(object));
}

Checksum fingerprint(const Catalog& catalog) {
    std::string text;
    for (const auto& object : catalog.objects) {
        text += fingerprint(object).text() + "\n";
    }
    return checksum(text);
}

std::vector<ObjectChange> difference(const Catalog& before, const Catalog& after) {
    std::map<Identity, const Object*> added;
    for (const auto& object : after.objects) {
        added.emplace(identity(object), &object);
    }
    std::vector<ObjectChange> changes;
    for (const auto& object : before.objects) {
        const auto found = added.find(identity(object));
        if (found == added.end()) {
            changes.push_back({ObjectChange::Kind::removed, object, {}, false});
            continue;
        }
        auto attributes = attribute_changes(object, *found->second);
        if (!attributes.empty()) {
            changes.push_back({ObjectChange::Kind::changed, object, std::move(attributes), false});
        }
        added.erase(found);
    }
    for (const auto& [key, object] : added) {
        changes.push_back({ObjectChange::Kind::added, *object, {}, false});
    }
    std::stable_sort(changes.begin(), changes.end(), [](const auto& left, const auto& right) {
        return left.object.kind < right.object.kind;
    });
    mark_parts(changes);
    return changes;
}

std::vector<std::string> readable(const std::vector<ObjectChange>& changes) {
    std::vector<std::string> lines;
    for (const auto& change : changes) {
        if (change.with_parent) {
            continue;
        }
        switch (change.kind) {
        case ObjectChange::Kind::added:
            lines.push_back("+ " + title(change.object));
            break;
        case ObjectChange::Kind::removed:
            lines.push_back("- " + title(change.object));
            break;
        case ObjectChange::Kind::changed:
            lines.push_back("~ " + title(change.object));
            for (const auto& attribute : change.attributes) {
                const auto shown = [](const std::string& value) {
                    return value.empty() ? std::string("(none)") : value;
                };
                auto name = attribute.name;
                std::replace(name.begin(), name.end(), '_', ' ');
                lines.push_back(
                    "    " + name + ": " + shown(attribute.before) + " -> " + shown(attribute.after)
                );
            }
            break;
        }
    }
    return lines;
}

} // namespace runner::catalog
