#include "discover/migrations.hpp"

#include "discover/file_name.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;
using Kind = MigrationFileName::Kind;

constexpr const char* names = "does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql, "
                              "with NNN_name.verify.sql beside it; a repeatable is R_name.sql";

/// The files of one version.
struct Group {
    std::string digits;
    std::string name;
    std::array<fs::path, 3> paths; // by kind; empty: not there
    std::optional<Script> up;
    std::optional<Script> down;

    [[nodiscard]] fs::path& path(Kind kind) { return paths[static_cast<std::size_t>(kind)]; }
};

Script unread(const fs::path& path) {
    Script script;
    script.path = path;
    return script;
}

class Collector {
public:
    Collector(const OpenFolder& folder, Downs downs, Complaints& complaints)
        : folder_(folder), downs_(downs), complaints_(complaints) {}

    void add(const Entry& entry) {
        const auto shown = folder_.path() / entry.name;
        const auto name = migration_file_name(entry.name);
        if (!name) {
            complain(complaints_, shown, names);
        } else if (folder_.leads_outside(entry)) {
            complain(complaints_, shown, "is a link that leads out of the folder");
        } else if (name->kind == Kind::repeatable) {
            if (auto script = folder_.read(entry, ScriptKind::repeatable, complaints_)) {
                repeatables_.push_back({"R_" + name->name, std::move(*script)});
            }
        } else {
            add_to_group(entry, *name, shown);
        }
    }

    [[nodiscard]] std::map<Version, Group>& groups() { return groups_; }

    /// In the order they were added.
    [[nodiscard]] std::vector<Repeatable>& repeatables() { return repeatables_; }

private:
    void add_to_group(const Entry& entry, const MigrationFileName& name, const fs::path& shown) {
        const auto version = *Version::from(name.digits);
        // Sorted names of one width come in the order of their numbers: the end is the place.
        auto& group = groups_.try_emplace(groups_.end(), version)->second;
        if (const auto& taken = group.path(name.kind); !taken.empty()) {
            complain_about_clash(
                complaints_, version, taken, shown, "to move one: runner renumber"
            );
            return;
        }
        for (const auto& other : group.paths) {
            if (!other.empty() && group.name != name.name) {
                complain(
                    complaints_,
                    shown,
                    fmt::format("does not pair with {}: the names differ", other.string())
                );
                return;
            }
        }
        group.path(name.kind) = shown;
        if (name.kind == Kind::up) {
            group.up = folder_.read(entry, ScriptKind::up, complaints_);
        } else if (name.kind == Kind::down) {
            group.down = downs_ == Downs::read ? folder_.read(entry, ScriptKind::down, complaints_)
                                               : unread(shown);
        }
        if (name.kind == Kind::up || group.digits.empty()) {
            group.digits = name.digits;
            group.name = name.name;
        }
    }

    const OpenFolder& folder_;
    Downs downs_;
    Complaints& complaints_;
    std::map<Version, Group> groups_;
    std::vector<Repeatable> repeatables_;
};

void require_down(Group& group, Complaints& complaints) {
    if (group.path(Kind::down).empty() && !group.up->header.irreversible) {
        complain(
            complaints,
            group.path(Kind::up),
            "has no down file, and require_down is set; write one, or say -- @irreversible: reason"
        );
    }
}

/// A file that is replaced and still there would run beside what replaces it.
void check_replaced(const Sources& sources, Complaints& complaints) {
    for (const auto& replacement : sources.replacements) {
        for (const auto& entry : replacement.up.header.replaces) {
            if (replacement.version < entry.version) {
                complain(
                    complaints,
                    replacement.up.path,
                    fmt::format("@replaces: {} comes later", entry.label())
                );
            }
            const auto file = std::ranges::lower_bound(
                sources.migrations, entry.version, {}, &Migration::version
            );
            if (entry.version < replacement.version && file != sources.migrations.end() &&
                file->version == entry.version) {
                complain(
                    complaints,
                    file->up.path,
                    fmt::format(
                        "is replaced by {}, and still here; move it away",
                        replacement.up.path.string()
                    )
                );
            }
        }
    }
}

void check_compatible_from(const Version& version, const Script& up, Complaints& complaints) {
    const auto& floor = up.header.compatible_from;
    if (floor && *floor > version) {
        complain(
            complaints,
            up.path,
            fmt::format(
                "@compatible-from: {} is above the file's own number: not even an image with this "
                "file could start",
                floor->digits
            )
        );
    }
}

} // namespace

void collect_migrations(
    Sources& sources, const Options& options, Downs downs, Complaints& complaints
) {
    OpenFolder folder(options.migrations);
    if (!folder.opened()) {
        Error error(
            ErrorKind::usage,
            fmt::format(
                "cannot read the migrations folder {}: {}",
                options.migrations.string(),
                std::strerror(errno)
            )
        );
        error.say_advice("make a project with: runner init, or name the folder with --dir");
        throw error;
    }
    Collector collector(folder, downs, complaints);
    for (const auto& entry : folder.entries({".sql"})) {
        collector.add(entry);
    }
    sources.repeatables = std::move(collector.repeatables());
    sources.migrations.reserve(collector.groups().size());
    for (auto& [version, group] : collector.groups()) {
        if (group.up) {
            if (options.require_down) {
                require_down(group, complaints);
            }
            check_compatible_from(version, *group.up, complaints);
            const auto& verify = group.path(Kind::verify);
            sources.migrations.push_back(
                {.version = version,
                 .digits = std::move(group.digits),
                 .name = std::move(group.name),
                 .up = std::move(*group.up),
                 .down = std::move(group.down),
                 .verify = verify.empty() ? std::nullopt : std::optional(unread(verify))}
            );
            if (!sources.migrations.back().up.header.replaces.empty()) {
                sources.replacements.push_back(sources.migrations.back());
            }
        } else if (group.path(Kind::up).empty()) {
            for (const auto kind : {Kind::down, Kind::verify}) {
                if (!group.path(kind).empty()) {
                    sources.orphans.push_back({version, group.path(kind)});
                }
            }
        }
    }
    check_replaced(sources, complaints);
}

} // namespace runner
