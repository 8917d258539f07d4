#include "discover/sources.hpp"

#include "discover/dependencies.hpp"
#include "discover/file_name.hpp"
#include "discover/folder.hpp"
#include "discover/migrations.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <optional>
#include <utility>

namespace runner {
namespace {

namespace fs = std::filesystem;

constexpr const char* seed_names = "does not fit: a seed is NNN_name.sql or NNN_[schema.]table.csv";

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
            complain_about_clash(
                complaints, version, first.first->second, shown, "give it another number"
            );
            continue;
        }
        if (folder.leads_outside(entry)) {
            complain(complaints, shown, "is a link that leads out of the folder");
            continue;
        }
        const bool sql = name->format == Seed::Format::sql;
        auto script =
            folder.read(entry, sql ? std::optional(ScriptKind::seed) : std::nullopt, complaints);
        if (script) {
            if (!sql) {
                // Data, not SQL: it has no header, and nothing but its bytes to compare.
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

/// A file that was only known to be there.
void read_rest(std::optional<Script>& script, ScriptKind kind, Complaints& complaints) {
    if (!script || script->text.is_read()) {
        return;
    }
    try {
        const auto path = script->path;
        script = read_script(path, read_text_file(AT_FDCWD, path.c_str(), path), kind);
    } catch (const Error& error) {
        take_over(complaints, error);
    }
}

void throw_any(Complaints complaints) {
    if (!complaints.empty()) {
        Error error(ErrorKind::source, std::move(complaints));
        error.say_state("nothing was done");
        throw error;
    }
}

} // namespace

void read_companions(std::vector<Step>& steps) {
    Complaints complaints;
    for (auto& step : steps) {
        read_rest(step.down, ScriptKind::down, complaints);
        read_rest(step.verify, ScriptKind::verify, complaints);
    }
    throw_any(std::move(complaints));
}

void read_verifies(Sources& sources) {
    Complaints complaints;
    for (auto& migration : sources.migrations) {
        read_rest(migration.verify, ScriptKind::verify, complaints);
    }
    throw_any(std::move(complaints));
}

Sources discover(const Options& options, Downs downs) {
    Sources sources;
    Complaints complaints;
    collect_migrations(sources, options, downs, complaints);
    collect_seeds(sources, options, complaints);
    resolve_dependencies(sources, complaints);
    throw_any(std::move(complaints));
    return sources;
}

} // namespace runner
