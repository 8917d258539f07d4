#include "changes/difference.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace runner {
namespace {

using Kind = Change::Kind;

std::string qualified(const std::string& schema, const std::string& name) {
    return schema + '.' + name;
}

template <typename Map, typename Key>
const typename Map::mapped_type* find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

std::string relation_word(char kind) {
    switch (kind) {
    case 'v':
        return "view";
    case 'm':
        return "materialized view";
    case 'f':
        return "foreign table";
    case 'S':
        return "sequence";
    default:
        return "table";
    }
}

std::string other_word(char kind) {
    switch (kind) {
    case 'p':
        return "procedure";
    case 'a':
        return "aggregate";
    case 'E':
        return "enum";
    case 'D':
        return "domain";
    case 'R':
        return "range";
    case 'C':
        return "type";
    default:
        return "function";
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

class Difference {
public:
    Difference(const SeenObjects& before, const SeenObjects& after)
        : before_(before), after_(after) {}

    std::vector<Change> find_all();

private:
    /// Of what was not there before: nobody may have looked.
    [[nodiscard]] bool is_new(bool made, bool was_looked_for) const noexcept {
        return made || (was_looked_for && before_.complete);
    }

    /// Columns and indexes of a partition were not looked at.
    [[nodiscard]] bool has_comparable_parts(Oid table) const {
        const auto* then = find(before_.relations, table);
        const auto* now = find(after_.relations, table);
        return then == nullptr || now == nullptr || then->is_partition == now->is_partition;
    }

    void compare_relation(Oid oid, const SeenRelation& now);
    void compare_columns(Change& change, Oid table, bool is_known);
    void compare_column(Change& change, const SeenColumn& then, const SeenColumn& now);
    void compare_indexes();
    void compare_index(const SeenIndex* then, const SeenIndex& now);
    void compare_other(const SeenOther* then, const SeenOther& now);
    Change& of_table(Oid table, const SeenIndex& index);
    void add(Kind kind, std::string object, std::string name, std::vector<std::string> details);

    const SeenObjects& before_;
    const SeenObjects& after_;
    std::map<Oid, Change> relations_;
    std::vector<Change> changes_;
};

void Difference::add(
    Kind kind, std::string object, std::string name, std::vector<std::string> details
) {
    changes_.push_back({kind, std::move(object), std::move(name), std::move(details)});
}

void Difference::compare_relation(Oid oid, const SeenRelation& now) {
    const auto* then = find(before_.relations, oid);
    const auto name = qualified(now.schema, now.name);
    Change change{Kind::changed, relation_word(now.kind), name, {}};
    if (then == nullptr) {
        change.kind = is_new(now.made, now.named) ? Kind::created : Kind::changed;
        if (now.is_partition && change.kind == Kind::created) {
            change.details.emplace_back("a partition");
        }
    } else {
        const auto old_name = qualified(then->schema, then->name);
        if (old_name != name) {
            change.details.push_back("renamed from " + old_name);
        }
        if (then->is_partition != now.is_partition) {
            change.details.emplace_back(now.is_partition ? "a partition" : "no partition any more");
        }
    }
    if (has_comparable_parts(oid)) {
        compare_columns(change, oid, then != nullptr || change.kind == Kind::created);
    }
    const bool other_query = then != nullptr && then->state != now.state;
    if (change.kind == Kind::created || other_query || !change.details.empty()) {
        relations_.emplace(oid, std::move(change));
    }
}

/// Not known: nobody has seen what the columns were, so that a new one looks like a changed one.
void Difference::compare_columns(Change& change, Oid table, bool is_known) {
    const auto first = after_.columns.lower_bound({table, 0});
    for (auto at = first; at != after_.columns.end() && at->first.first == table; ++at) {
        const auto& now = at->second;
        const auto* then = find(before_.columns, at->first);
        if (then != nullptr && !then->dropped) {
            compare_column(change, *then, now);
        } else if (then == nullptr && !now.dropped) {
            change.details.push_back(
                (is_known ? "+ column " : "~ column ") + now.name + ' ' + now.type
            );
        }
    }
}

void Difference::compare_column(Change& change, const SeenColumn& then, const SeenColumn& now) {
    if (now.dropped) {
        change.details.push_back("- column " + then.name);
        return;
    }
    std::string words;
    const auto say = [&](const std::string& word) { words += (words.empty() ? "" : ", ") + word; };
    if (then.name != now.name) {
        say("renamed from " + then.name);
    }
    if (then.type != now.type) {
        say("type " + now.type);
    }
    if (then.not_null != now.not_null) {
        say(now.not_null ? "not null" : "may be null");
    }
    // With the type the server writes the default anew.
    if (then.default_state != now.default_state &&
        (then.type == now.type || then.default_state.empty() || now.default_state.empty())) {
        say(now.default_state.empty() ? "no default" : "default");
    }
    if (!words.empty()) {
        change.details.push_back("~ column " + now.name + ": " + words);
    }
}

/// An index is told with its table, whether or not that is named.
Change& Difference::of_table(Oid table, const SeenIndex& index) {
    const auto name = qualified(index.table_schema, index.table_name);
    return relations_.try_emplace(table, Change{Kind::changed, "table", name, {}}).first->second;
}

void Difference::compare_indexes() {
    for (const auto& [oid, then] : before_.indexes) {
        // When the table itself is gone, that says it all.
        const bool is_gone =
            before_.relations.contains(then.table) && !after_.relations.contains(then.table);
        if (!after_.indexes.contains(oid) && !is_gone && has_comparable_parts(then.table)) {
            of_table(then.table, then).details.push_back("- index " + then.name);
        }
    }
    for (const auto& [oid, now] : after_.indexes) {
        if (has_comparable_parts(now.table)) {
            compare_index(find(before_.indexes, oid), now);
        }
    }
}

void Difference::compare_index(const SeenIndex* then, const SeenIndex& now) {
    const auto tell = [&](const std::string& detail) {
        of_table(now.table, now).details.push_back(detail);
    };
    if (then == nullptr) {
        const auto* table = find(after_.relations, now.table);
        if (is_new(now.made, table == nullptr || table->named)) {
            tell("+ index " + now.name);
        }
    } else if (then->name != now.name) {
        tell("~ index " + now.name + ": renamed from " + then->name);
    } else if (then->valid != now.valid) {
        tell("~ index " + now.name + (now.valid ? ": valid" : ": not valid"));
    }
}

void Difference::compare_other(const SeenOther* then, const SeenOther& now) {
    const auto name = qualified(now.schema, now.name);
    if (then == nullptr) {
        if (is_new(now.made, true)) {
            add(Kind::created, other_word(now.kind), name, {});
        }
        return;
    }
    std::vector<std::string> details;
    const auto old_name = qualified(then->schema, then->name);
    if (old_name != name) {
        details.push_back("renamed from " + old_name);
    }
    const auto old_values = lines_of(then->values);
    const auto values = lines_of(now.values);
    const auto tell_missing = [&](const auto& from, const auto& in, const std::string& sign) {
        for (const auto value : from) {
            if (std::ranges::find(in, value) == in.end()) {
                details.push_back(sign + " value " + std::string(value));
            }
        }
    };
    tell_missing(old_values, values, "-");
    tell_missing(values, old_values, "+");
    if (then->state != now.state || !details.empty()) {
        add(Kind::changed, other_word(now.kind), name, std::move(details));
    }
}

std::vector<Change> Difference::find_all() {
    for (const auto& [oid, then] : before_.relations) {
        if (!after_.relations.contains(oid)) {
            add(Kind::dropped, relation_word(then.kind), qualified(then.schema, then.name), {});
        }
    }
    for (const auto& [oid, now] : after_.relations) {
        compare_relation(oid, now);
    }
    compare_indexes();
    for (auto& [oid, change] : relations_) {
        changes_.push_back(std::move(change));
    }
    for (const auto& [oid, then] : before_.others) {
        if (!after_.others.contains(oid)) {
            add(Kind::dropped, other_word(then.kind), qualified(then.schema, then.name), {});
        }
    }
    for (const auto& [oid, now] : after_.others) {
        compare_other(find(before_.others, oid), now);
    }
    std::ranges::stable_sort(changes_, {}, [](const Change& change) {
        return std::tie(change.name, change.object);
    });
    return std::move(changes_);
}

} // namespace

std::vector<Change> changes_between(const SeenObjects& before, const SeenObjects& after) {
    return Difference(before, after).find_all();
}

} // namespace runner
