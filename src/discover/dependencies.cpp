#include "discover/dependencies.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {
namespace {

/// The files that can depend on each other, by number: migrations first, then repeatables.
class Files {
public:
    explicit Files(Sources& sources) : sources_(sources) {
        for (std::size_t at = 0; at < sources.migrations.size(); ++at) {
            versions_.emplace(sources.migrations[at].version, at);
            for (const auto& entry : sources.migrations[at].up.header.replaces) {
                replaced_.emplace(entry.version, std::pair(&entry, at));
            }
        }
        for (std::size_t at = 0; at < sources.repeatables.size(); ++at) {
            repeatables_.emplace(sources.repeatables[at].name, sources.migrations.size() + at);
        }
    }

    [[nodiscard]] std::size_t size() const {
        return sources_.migrations.size() + sources_.repeatables.size();
    }

    [[nodiscard]] Script& script(std::size_t file) const {
        const auto migrations = sources_.migrations.size();
        return file < migrations ? sources_.migrations[file].up
                                 : sources_.repeatables[file - migrations].script;
    }

    [[nodiscard]] std::string label(std::size_t file) const {
        const auto migrations = sources_.migrations.size();
        return file < migrations ? sources_.migrations[file].label()
                                 : sources_.repeatables[file - migrations].name;
    }

    /// Sets which file it is. False when it is none.
    bool resolve(Dependency& dependency) const {
        const std::string_view name = dependency.name;
        for (const auto& known : {std::string(name), "R_" + std::string(name)}) {
            if (repeatables_.contains(known)) {
                dependency.repeatable = known;
                return true;
            }
        }
        const auto digits = name.substr(0, name.find('_'));
        const auto version = Version::from(digits);
        if (!version) {
            return false;
        }
        const auto fits = [&](const std::string& known) {
            return digits.size() == name.size() || name.substr(digits.size() + 1) == known;
        };
        const auto found = versions_.find(*version);
        if (found != versions_.end() && fits(sources_.migrations[found->second].name)) {
            dependency.version = version;
            return true;
        }
        const auto [first, last] = replaced_.equal_range(*version);
        const auto replaced = std::find_if(first, last, [&](const auto& entry) {
            return fits(entry.second.first->name);
        });
        if (replaced == last) {
            return false;
        }
        dependency.version = sources_.migrations[replaced->second.second].version;
        dependency.replaced = version;
        return true;
    }

    [[nodiscard]] std::size_t number_of(const Dependency& dependency) const {
        return dependency.version ? versions_.at(*dependency.version)
                                  : repeatables_.at(dependency.repeatable);
    }

private:
    Sources& sources_;
    std::map<Version, std::size_t> versions_;
    std::map<std::string, std::size_t> repeatables_;
    // With the file that stands for it.
    std::multimap<Version, std::pair<const Replaced*, std::size_t>> replaced_;
};

/// Walks from file to file; without recursion, since a chain may be as long as the folder.
class CircleSearch {
public:
    CircleSearch(const Files& files, Complaints& complaints)
        : files_(files), complaints_(complaints), seen_(files.size(), Seen::no) {}

    void look_from(std::size_t start) {
        if (seen_[start] != Seen::no) {
            return;
        }
        enter(start);
        while (!path_.empty()) {
            auto& [file, next] = path_.back();
            const auto& depends = files_.script(file).header.depends;
            if (next == depends.size()) {
                seen_[file] = Seen::left;
                path_.pop_back();
                continue;
            }
            const auto& dependency = depends[next++];
            const auto target = files_.number_of(dependency);
            if (seen_[target] == Seen::entered) {
                tell(dependency, file, target);
            } else if (seen_[target] == Seen::no) {
                enter(target);
            }
        }
    }

private:
    enum class Seen { no, entered, left };

    struct Stage {
        std::size_t file;
        std::size_t next; ///< of its dependencies
    };

    void enter(std::size_t file) {
        seen_[file] = Seen::entered;
        path_.push_back({file, 0});
    }

    void tell(const Dependency& dependency, std::size_t file, std::size_t target) {
        std::string circle;
        const auto from = std::ranges::find(path_, target, &Stage::file);
        for (auto stage = from; stage != path_.end(); ++stage) {
            circle += files_.label(stage->file) + " -> ";
        }
        complain(
            complaints_,
            files_.script(file),
            dependency.offset,
            fmt::format("dependencies in a circle: {}{}", circle, files_.label(target))
        );
    }

    const Files& files_;
    Complaints& complaints_;
    std::vector<Seen> seen_;
    std::vector<Stage> path_;
};

} // namespace

void resolve_dependencies(Sources& sources, Complaints& complaints) {
    const Files files(sources);
    bool known = true;
    bool any = false;
    for (std::size_t file = 0; file < files.size(); ++file) {
        auto& script = files.script(file);
        for (auto& dependency : script.header.depends) {
            any = true;
            if (!files.resolve(dependency)) {
                known = false;
                complain(
                    complaints,
                    script,
                    dependency.offset,
                    fmt::format(
                        "@depends names {}, and there is no such migration or repeatable",
                        dependency.name
                    )
                );
            }
        }
    }
    if (!known || !any) {
        return;
    }
    CircleSearch search(files, complaints);
    for (std::size_t file = 0; file < files.size(); ++file) {
        search.look_from(file);
    }
}

} // namespace runner
