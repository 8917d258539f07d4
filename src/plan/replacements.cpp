#include "plan/replacements.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {
namespace {

/// The migrations of one replacement that a database has run, or ought to have.
class ReplacedView {
public:
    ReplacedView(const Migration& replacement, const History& history) : replacement_(replacement) {
        for (const auto& row : history.migrations) {
            names_.emplace(row.version, row.name);
            if (row.version == replacement.version) {
                has_run_it_ =
                    row.name == replacement.name || row.checksum == replacement.up.checksum;
            }
        }
        for (const auto& entry : replacement.up.header.replaces) {
            if (!entry.through.empty()) {
                through_[entry.through].push_back(&entry);
            }
        }
    }

    [[nodiscard]] bool is_wanted() const {
        const auto& entries = replacement_.up.header.replaces;
        return !has_run_it_ && std::ranges::any_of(entries, [&](const Replaced& entry) {
            return names_.contains(entry.version);
        });
    }

    std::vector<Migration> make() {
        for (const auto& entry : replacement_.up.header.replaces) {
            if (entry.through.empty()) {
                add(entry);
            }
        }
        return std::move(view_);
    }

private:
    [[nodiscard]] bool has_run(const Version& version, const std::string& name) const {
        const auto row = names_.find(version);
        return row != names_.end() && row->second == name;
    }

    /// An older replacement, or in its place what that one had replaced. No file can be replaced
    /// through itself: the numbers below it would have to be in the list twice.
    void add(const Replaced& entry) {
        const auto older = through_.find(entry.label());
        const bool ran_those = older != through_.end() && !has_run(entry.version, entry.name) &&
                               std::ranges::any_of(older->second, [&](const Replaced* each) {
                                   return names_.contains(each->version);
                               });
        if (!ran_those) {
            view_.push_back(without_file(entry));
            return;
        }
        const auto those = std::move(older->second);
        through_.erase(older);
        for (const auto* each : those) {
            add(*each);
        }
    }

    [[nodiscard]] Migration without_file(const Replaced& entry) const {
        Migration migration;
        migration.version = entry.version;
        migration.digits = entry.digits;
        migration.name = entry.name;
        migration.up.path = replacement_.up.path;
        migration.up.checksum = entry.checksum;
        migration.up.body.emplace().fingerprint = entry.fingerprint;
        migration.replaced = true;
        return migration;
    }

    const Migration& replacement_;
    bool has_run_it_ = false;                   // under whichever name
    std::map<Version, std::string_view> names_; // that were applied
    std::map<std::string_view, std::vector<const Replaced*>> through_;
    std::vector<Migration> view_;
};

bool names(const Migration& replacement, const Version& version) {
    return std::ranges::find(replacement.up.header.replaces, version, &Replaced::version) !=
           replacement.up.header.replaces.end();
}

/// Whoever depends on a replaced migration depends on what is in its place.
void settle_dependencies(Script& script, const Sources& sources, const std::set<Version>& settled) {
    for (auto& dependency : script.header.depends) {
        if (!dependency.replaced) {
            continue;
        }
        const auto replacement =
            std::ranges::find_if(sources.replacements, [&](const Migration& each) {
                return names(each, *dependency.replaced);
            });
        dependency.version =
            settled.contains(replacement->version) ? *dependency.replaced : replacement->version;
    }
}

} // namespace

void settle_replacements(Sources& sources, const History& history) {
    if (sources.replacements.empty()) {
        return;
    }
    std::erase_if(sources.migrations, [&](const Migration& migration) {
        return migration.replaced || !migration.up.header.replaces.empty();
    });
    std::set<Version> settled; // those that others stand in for
    for (const auto& replacement : sources.replacements) {
        ReplacedView view(replacement, history);
        if (view.is_wanted()) {
            settled.insert(replacement.version);
            std::ranges::move(view.make(), std::back_inserter(sources.migrations));
        } else {
            sources.migrations.push_back(replacement);
        }
    }
    std::ranges::sort(sources.migrations, {}, &Migration::version);
    for (auto& migration : sources.migrations) {
        settle_dependencies(migration.up, sources, settled);
    }
    for (auto& repeatable : sources.repeatables) {
        settle_dependencies(repeatable.script, sources, settled);
    }
}

const Migration& replacement_of(const Sources& sources, const Migration& replaced) {
    return *std::ranges::find_if(sources.replacements, [&](const Migration& each) {
        return each.up.path == replaced.up.path;
    });
}

} // namespace runner
