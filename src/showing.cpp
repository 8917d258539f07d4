#include "discover/sources.hpp"
#include "parse/parser.hpp"
#include "plan/diff.hpp"
#include "plan/planner.hpp"
#include "plan/status.hpp"
#include "prepare/completion.hpp"
#include "record/migration_row.hpp"
#include "work/connected.hpp"

#include <runner/showing.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner {
namespace {

ShownScript shown(Script script, bool from_history, unsigned server) {
    ShownScript result;
    result.script = std::move(script);
    result.from_history = from_history;
    if (!result.script.body) {
        result.script.body = read_body(result.script, server);
    }
    StatementReader reader(result.script.text, result.script.path);
    while (auto statement = reader.next()) {
        result.statements.push_back(std::move(*statement));
    }
    return result;
}

/// The file, or else the kept text.
std::optional<ShownScript> either(
    const Script* file,
    const std::optional<std::string>& kept,
    const std::string& name, // "007_add_users.up.sql"
    ScriptKind kind,
    unsigned server
) {
    if (file == nullptr && !kept) {
        return std::nullopt;
    }
    if (file == nullptr) {
        return shown(read_script("(history) " + name, Text(*kept), kind), true, server);
    }
    auto result = shown(*file, false, server);
    if (kept) {
        result.diff = unified_diff(
            *kept, file->text.view(), name + " as it was applied", file->path.string()
        );
    }
    return result;
}

void check_name(const Target& target, const MigrationStatus& status, const Migration* file) {
    const bool same = target.name.empty() || (file != nullptr && file->name == target.name) ||
                      (status.applied && status.applied->name == target.name);
    if (!same) {
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "migration {0} is {1}, not {0}_{2}",
                target.version.digits,
                status.label,
                target.name
            )
        );
    }
}

} // namespace

Shown show(const Options& options, Observer& observer, const Target& target) {
    auto sources = discover(options);
    Connected session(options, observer);
    const auto server = session.major_version();
    examine_changes(sources, session.history, server);
    const auto status = derive_status(
        sources,
        session.history,
        {.late = options.late, .ahead = options.ahead, .environment = options.environment}
    );
    const auto row =
        std::ranges::find(status.migrations, target.version, &MigrationStatus::version);
    if (row == status.migrations.end()) {
        Error error(ErrorKind::usage, "there is no migration " + target.version.digits);
        error.say_advice("see which there are with: runner status");
        throw error;
    }
    const auto found = std::ranges::find(sources.migrations, target.version, &Migration::version);
    const Migration* file =
        found == sources.migrations.end() || found->replaced ? nullptr : &*found;
    check_name(target, *row, file);
    Shown result;
    result.status = *row;
    if (row->applied) {
        result.origin = read_origin(session.connection, session.store.schema(), target.version);
    }
    const auto stored = result.origin ? result.origin->stored : Stored{};
    result.up = either(
        file == nullptr ? nullptr : &file->up,
        stored.up_sql,
        row->label + ".up.sql",
        ScriptKind::up,
        server
    );
    result.down = either(
        file != nullptr && file->down ? &*file->down : nullptr,
        stored.down_sql,
        row->label + ".down.sql",
        ScriptKind::down,
        server
    );
    return result;
}

} // namespace runner
