// The applied migrations once more, in scratch, and then one difference of two catalogs.
#include "discover/sources.hpp"
#include "plan/lookup.hpp"
#include "plan/replacements.hpp"
#include "scratch/file_folder.hpp"
#include "scratch/likeness.hpp"
#include "scratch/scratch_server.hpp"
#include "work/connected.hpp"

#include <runner/drift.hpp>
#include <runner/dump.hpp>
#include <runner/runner.hpp>

#include <algorithm>
#include <fnmatch.h>
#include <optional>
#include <utility>

namespace runner {
namespace {

/// What ran is what is written; the file where it still is that.
void write_migration(
    const scratch::FileFolder& folder,
    const Migration* file,
    const Applied& row,
    const std::string& label,
    HistoryStore& store
) {
    if (file != nullptr && file->replaced) {
        file = nullptr;
    }
    const bool file_ran = file != nullptr && file->up.checksum == row.checksum;
    const auto stored = file_ran ? std::nullopt : store.stored(row.version).up_sql;
    if (stored) {
        folder.write(label + ".up.sql", *stored);
    } else if (file != nullptr) {
        folder.write(label + ".up.sql", file->up.text.view());
    } else {
        Error error(
            ErrorKind::history,
            label + " is applied, and neither its file nor its text is there to run it again"
        );
        error.say_advice("bring the file back, or forget its row with: runner repair");
        throw error;
    }
}

/// Those that ran as they are now; the others are told.
void write_repeatables(
    const scratch::FileFolder& folder,
    const Sources& sources,
    const History& history,
    Observer& observer
) {
    for (const auto& repeatable : sources.repeatables) {
        const auto row = std::ranges::find(history.repeatables, repeatable.name, &Repeated::name);
        if (row == history.repeatables.end()) {
            continue;
        }
        if (row->checksum != repeatable.script.checksum) {
            observer.remark(repeatable.name + " has changed since it was run: up runs it again");
        }
        folder.write(repeatable.name + ".sql", repeatable.script.text.view());
    }
}

bool fits(const std::string& pattern, const catalog::Object& object) {
    std::vector<std::string> names = {catalog::title(object), catalog::address(object)};
    if (!object.parent.empty()) {
        catalog::Object table;
        table.kind = catalog::Kind::table;
        table.schema = object.schema;
        table.name = object.parent;
        names.push_back(catalog::title(table));
        names.push_back(catalog::address(table));
    }
    return std::ranges::any_of(names, [&](const std::string& name) {
        return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    });
}

const catalog::Object* find(const catalog::Catalog& catalog, const catalog::Object& object) {
    const auto found = std::ranges::find_if(catalog.objects, [&](const auto& other) {
        return other.kind == object.kind && other.schema == object.schema &&
               other.parent == object.parent && other.name == object.name &&
               other.signature == object.signature;
    });
    return found == catalog.objects.end() ? nullptr : &*found;
}

std::string sql_of(const catalog::Catalog& catalog, const catalog::Object& object) {
    const auto* const own = find(catalog, object);
    return own == nullptr ? std::string() : catalog::definition(catalog, *own);
}

} // namespace

DriftReport find_drift(const Options& options, Observer& observer, const DriftRequest& request) {
    auto sources = discover(options, Downs::leave);
    Connected session(options, observer);
    settle_replacements(sources, session.history);
    auto likeness = scratch::likeness_of(session.connection);
    likeness.roles.clear(); // those that the migrations make are theirs to make
    scratch::ScratchServer server(request.scratch, likeness, options.interrupt);
    scratch::tell_lacking(server, scratch::extensions_of(session.connection), observer);
    scratch::tell_other_version(server, session.connection, observer);

    const scratch::FileFolder folder(server.folder());
    for (const auto& row : session.history.migrations) {
        write_migration(
            folder, find_migration(sources, row.version), row, label_of(sources, row), session.store
        );
    }
    write_repeatables(folder, sources, session.history, observer);

    auto there = scratch::scratch_options(options);
    there.migrations = folder.path();
    there.seeds = folder.path() / "none";
    there.database_url = server.url(server.create());
    if (session.history.exists) {
        scratch::run_with_roles(server, [&] { Runner(there).up(); });
    }
    const auto expected = catalog::read(there, observer);
    const auto actual = catalog::read(options, observer);

    DriftReport report{
        .drifts = {},
        .objects = actual.objects.size(),
        .migrations = session.history.migrations.size()};
    for (auto& change : catalog::difference(expected, actual)) {
        const bool ignored = std::ranges::any_of(request.ignore, [&](const std::string& pattern) {
            return fits(pattern, change.object);
        });
        if (ignored) {
            ++report.ignored;
        } else if (!change.with_parent) {
            auto left = sql_of(expected, change.object);
            auto right = sql_of(actual, change.object);
            report.drifts.push_back({std::move(change), std::move(left), std::move(right)});
        }
    }
    return report;
}

} // namespace runner
