#include "check/sentences.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace runner::check {
namespace {

using catalog::ObjectChange;

struct Verbs {
    std::string_view added;
    std::string_view removed;
    std::string_view changed;
};

std::string name_of(const catalog::Object& object) {
    const auto kind = std::string(catalog::kind_name(object.kind));
    if (object.kind == catalog::Kind::column_default) {
        return "default of `" + catalog::address(object) + "`";
    }
    return kind + " `" + catalog::address(object) + "`";
}

std::string words_of(const catalog::AttributeChange& attribute) {
    auto words = attribute.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string name_of_change(const ObjectChange& change) {
    std::string attributes;
    for (const auto& attribute : change.attributes) {
        attributes += (attributes.empty() ? "" : " and ") + words_of(attribute);
    }
    return attributes + " of " + name_of(change.object);
}

/// "a, b and c", and how many more there are.
std::string joined(const std::vector<std::string>& names) {
    constexpr std::size_t most = 6;
    const auto shown = std::min(names.size(), most);
    std::string text;
    for (std::size_t at = 0; at < shown; ++at) {
        const bool last = at + 1 == names.size();
        text += (at == 0 ? "" : last ? " and " : ", ") + names[at];
    }
    return shown == names.size() ? text
                                 : text + " and " + std::to_string(names.size() - shown) + " more";
}

std::string sentence(const std::vector<ObjectChange>& changes, const Verbs& verbs) {
    std::string text;
    const auto add = [&](ObjectChange::Kind kind, std::string_view verb) {
        std::vector<std::string> names;
        for (const auto& change : changes) {
            if (change.kind == kind && !change.with_parent) {
                names.push_back(
                    kind == ObjectChange::Kind::changed ? name_of_change(change)
                                                        : name_of(change.object)
                );
            }
        }
        if (!names.empty()) {
            text.append(text.empty() ? "" : "; ").append(verb).append(" ").append(joined(names));
        }
    };
    add(ObjectChange::Kind::added, verbs.added);
    add(ObjectChange::Kind::removed, verbs.removed);
    add(ObjectChange::Kind::changed, verbs.changed);
    return text;
}

} // namespace

std::string what_down_does(const std::vector<ObjectChange>& changes) {
    return sentence(changes, {"leaves", "does not bring back", "does not restore"});
}

std::string what_second_run_does(const std::vector<ObjectChange>& changes) {
    return sentence(changes, {"adds", "lacks", "makes another"});
}

} // namespace runner::check
