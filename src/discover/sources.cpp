#include "discover/sources.hpp"

#include "discover/file_name.hpp"
#include "discover/text_file.hpp"
#include "parse/checksum.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <map>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace runner {
namespace {

namespace fs = std::filesystem;

using Complaints = std::vector<Complaint>;

struct Entry {
    std::string name;
    bool link = false;
    EntryType type = EntryType::unknown;
};

void complain(Complaints& complaints, const fs::path& file, const std::string& message) {
    complaints.push_back({message, Location{file, {0, 0}, {}}});
}

void take_over(Complaints& complaints, const Error& error) {
    const auto more = error.every_complaint();
    complaints.insert(complaints.end(), more.begin(), more.end());
}

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() &&
           std::equal(suffix.rbegin(), suffix.rend(), text.rbegin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
           });
}

/// An open folder: its descriptor outlives the listing, so that files are opened relative to it.
class OpenFolder {
public:
    explicit OpenFolder(const fs::path& path) : path_(path), stream_(opendir(path.c_str())) {}

    ~OpenFolder() {
        if (stream_ != nullptr) {
            closedir(stream_);
        }
    }

    OpenFolder(const OpenFolder&) = delete;
    OpenFolder& operator=(const OpenFolder&) = delete;

    [[nodiscard]] bool opened() const noexcept { return stream_ != nullptr; }

    [[nodiscard]] int descriptor() const noexcept { return dirfd(stream_); }

    [[nodiscard]] const fs::path& path() const noexcept { return path_; }

    /// Sorted by name; without hidden files and what has none of the `endings`.
    [[nodiscard]] std::vector<Entry> entries(std::initializer_list<std::string_view> endings) {
        std::vector<Entry> found;
        while (const auto* entry = readdir(stream_)) {
            const std::string_view name = entry->d_name;
            const bool ours = std::any_of(endings.begin(), endings.end(), [&](auto ending) {
                return ends_with_ignoring_case(name, ending);
            });
            if (ours && name.front() != '.') {
                found.push_back(
                    {std::string(name),
                     is_link(*entry),
                     entry->d_type == DT_REG ? EntryType::regular : EntryType::unknown}
                );
            }
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
            return a.name < b.name;
        });
        return found;
    }

private:
    [[nodiscard]] bool is_link(const dirent& entry) const {
        if (entry.d_type != DT_UNKNOWN) {
            return entry.d_type == DT_LNK;
        }

        struct stat facts {};

        return fstatat(descriptor(), entry.d_name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
               S_ISLNK(facts.st_mode);
    }

    fs::path path_;
    DIR* stream_;
};

/// Links may point around inside the folder (a mounted ConfigMap is made of them), not out of it.
bool leads_out_of(const fs::path& folder, const fs::path& link) {
    std::error_code failed;
    const auto root = fs::canonical(folder, failed);
    const auto target = fs::canonical(link, failed);
    if (failed) {
        return false; // opening it tells what is wrong
    }
    const auto mismatch = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
    return mismatch.first != root.end();
}

bool is_outside(const OpenFolder& folder, const Entry& entry, const fs::path& shown) {
    return entry.link && leads_out_of(folder.path(), shown);
}

std::optional<Script> read_entry(
    const OpenFolder& folder,
    const Entry& entry,
    const fs::path& shown,
    const std::optional<ScriptKind>& kind,
    Complaints& complaints
) {
    try {
        auto text = read_text_file(folder.descriptor(), entry.name.c_str(), shown, entry.type);
        if (kind) {
            return read_script(shown, std::move(text), *kind);
        }
        Script script;
        script.path = shown;
        script.text = std::move(text);
        return script;
    } catch (const Error& error) {
        take_over(complaints, error);
        return std::nullopt;
    }
}

constexpr const char* migration_names =
    "does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql";
constexpr const char* seed_names = "does not fit: a seed is NNN_name.sql or NNN_[schema.]table.csv";
constexpr const char* not_yet = "has no effect in this version yet; move it out of the folder";

void complain_about_clash(
    Complaints& complaints, const Version& version, const fs::path& first, const fs::path& second
) {
    complain(
        complaints, second, fmt::format("version {} is taken by {}", version.digits, first.string())
    );
}

struct Pair {
    std::string digits;
    std::string name;
    std::optional<Script> up;
    std::optional<Script> down;
    fs::path up_path;
    fs::path down_path;
};

class Collector {
public:
    Collector(const OpenFolder& folder, Downs downs, Complaints& complaints)
        : folder_(folder), downs_(downs), complaints_(complaints) {}

    void add(const Entry& entry) {
        using Kind = MigrationFileName::Kind;
        const auto shown = folder_.path() / entry.name;
        const auto name = migration_file_name(entry.name);
        if (!name) {
            complain(complaints_, shown, migration_names);
        } else if (name->kind == Kind::verify || name->kind == Kind::repeatable) {
            complain(complaints_, shown, not_yet);
        } else if (is_outside(folder_, entry, shown)) {
            complain(complaints_, shown, "is a link that leads out of the folder");
        } else {
            add_to_pair(entry, *name, shown);
        }
    }

    [[nodiscard]] std::map<Version, Pair>& pairs() { return pairs_; }

private:
    void add_to_pair(const Entry& entry, const MigrationFileName& name, const fs::path& shown) {
        const bool up = name.kind == MigrationFileName::Kind::up;
        const auto version = *Version::from(name.digits);
        // Sorted names of one width come in the order of their numbers: the end is the place.
        auto& pair = pairs_.try_emplace(pairs_.end(), version)->second;
        auto& path = up ? pair.up_path : pair.down_path;
        const auto& other = up ? pair.down_path : pair.up_path;
        if (!path.empty()) {
            complain_about_clash(complaints_, version, path, shown);
            return;
        }
        if (!other.empty() && pair.name != name.name) {
            complain(
                complaints_,
                shown,
                fmt::format("does not pair with {}: the names differ", other.string())
            );
            return;
        }
        path = shown;
        if (up) {
            pair.up = read_entry(folder_, entry, shown, ScriptKind::up, complaints_);
        } else if (downs_ == Downs::read) {
            pair.down = read_entry(folder_, entry, shown, ScriptKind::down, complaints_);
        } else {
            pair.down.emplace().path = shown;
        }
        if (up || pair.digits.empty()) {
            pair.digits = name.digits;
            pair.name = name.name;
        }
    }

    const OpenFolder& folder_;
    Downs downs_;
    Complaints& complaints_;
    std::map<Version, Pair> pairs_;
};

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
    sources.migrations.reserve(collector.pairs().size());
    for (auto& [version, pair] : collector.pairs()) {
        if (pair.up) {
            if (options.require_down && !pair.down && pair.down_path.empty() &&
                !pair.up->header.irreversible) {
                complain(
                    complaints,
                    pair.up_path,
                    "has no down file, and require_down is set; write one, or say "
                    "-- @irreversible: reason"
                );
            }
            sources.migrations.push_back(
                {.version = version,
                 .digits = std::move(pair.digits),
                 .name = std::move(pair.name),
                 .up = std::move(*pair.up),
                 .down = std::move(pair.down)}
            );
        } else if (pair.up_path.empty() && !pair.down_path.empty()) {
            sources.orphans.push_back({version, pair.down_path});
        }
    }
}

void collect_seeds(Sources& sources, const Options& options, Complaints& complaints) {
    OpenFolder folder(options.seeds);
    if (!folder.opened()) {
        if (errno != ENOENT) {
            complain(complaints, options.seeds, std::strerror(errno));
        }
        return;
    }
    std::map<Version, fs::path> taken;
    for (const auto& entry : folder.entries({".sql", ".csv"})) {
        const auto shown = folder.path() / entry.name;
        const auto name = seed_file_name(entry.name);
        if (!name) {
            complain(complaints, shown, seed_names);
            continue;
        }
        const auto version = *Version::from(name->digits);
        if (const auto first = taken.try_emplace(version, shown); !first.second) {
            complain_about_clash(complaints, version, first.first->second, shown);
            continue;
        }
        if (is_outside(folder, entry, shown)) {
            complain(complaints, shown, "is a link that leads out of the folder");
            continue;
        }
        const bool sql = name->format == Seed::Format::sql;
        auto script = read_entry(
            folder, entry, shown, sql ? std::optional(ScriptKind::seed) : std::nullopt, complaints
        );
        if (script) {
            if (!sql) {
                // Data, not SQL: it has no header, and nothing but its bytes to compare.
                script->checksum = checksum(script->text);
                script->body.emplace();
                script->body->fingerprint = script->checksum;
                script->body->statements = 1;
            }
            sources.seeds.push_back(
                {.version = version,
                 .name = name->stem,
                 .format = name->format,
                 .table_schema = name->table_schema,
                 .table = name->table,
                 .script = std::move(*script)}
            );
        }
    }
    std::sort(sources.seeds.begin(), sources.seeds.end(), [](const auto& a, const auto& b) {
        return a.version < b.version;
    });
}

} // namespace

void read_downs(std::vector<Step>& steps) {
    Complaints complaints;
    for (auto& step : steps) {
        if (!step.down || step.down->text.is_read()) {
            continue;
        }
        try {
            const auto& path = step.down->path;
            step.down =
                read_script(path, read_text_file(AT_FDCWD, path.c_str(), path), ScriptKind::down);
        } catch (const Error& error) {
            take_over(complaints, error);
        }
    }
    if (!complaints.empty()) {
        throw Error(ErrorKind::source, std::move(complaints));
    }
}

Sources discover(const Options& options, Downs downs) {
    Sources sources;
    Complaints complaints;
    collect_migrations(sources, options, downs, complaints);
    collect_seeds(sources, options, complaints);
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        throw error;
    }
    return sources;
}

} // namespace runner
