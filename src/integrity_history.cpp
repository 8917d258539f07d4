// The commands of integrity.hpp that change the history: look, ask, take the lock, look again,
// change everything in one transaction.
#include "discover/sources.hpp"
#include "plan/diff.hpp"
#include "plan/lookup.hpp"
#include "plan/repairs.hpp"
#include "plan/replacements.hpp"
#include "prepare/completion.hpp"
#include "work/connected.hpp"
#include "work/history_change.hpp"

#include <runner/integrity.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner {
namespace {

[[noreturn]] void refuse_declined() {
    Error declined(ErrorKind::usage, "not confirmed");
    declined.say_state("nothing was done");
    throw declined;
}

[[noreturn]] void refuse_changed() {
    Error changed(ErrorKind::history, "somebody else changed the history at the same time");
    changed.say_state("nothing was done");
    changed.say_advice("look at it with: runner status");
    throw changed;
}

void add_diffs(std::vector<Repair>& repairs, const Sources& sources, HistoryStore& store) {
    for (auto& repair : repairs) {
        const auto* file = find_migration(sources, repair.row.version);
        const auto stored = store.stored(repair.row.version).up_sql;
        if (file != nullptr && stored) {
            repair.diff = unified_diff(
                *stored,
                file->up.text.view(),
                repair.label + ".up.sql as it was applied",
                file->up.path.string()
            );
        }
    }
}

Step step_of(const Migration& migration) {
    Step step;
    step.version = migration.version;
    step.label = migration.label();
    step.name = migration.name;
    step.script = migration.up;
    step.down = migration.down;
    return step;
}

std::vector<Marked> marks_of(const Sources& sources, const std::vector<Applied>& rows) {
    std::vector<Marked> marks;
    marks.reserve(rows.size());
    for (const auto& row : rows) {
        marks.push_back({row.version, label_of(sources, row)});
    }
    return marks;
}

/// No files are needed to forget rows, so that a folder that cannot be read is in nobody's way.
Sources files_if_readable(const Options& options) {
    try {
        return discover(options, Downs::leave);
    } catch (const Error&) {
        return {};
    }
}

} // namespace

RepairReport repair(
    const Options& options,
    Observer& observer,
    const RepairRequest& request,
    const ApproveRepairs& approve
) {
    auto sources = discover(options);
    Connected session(options, observer);
    examine_changes(sources, session.history, session.major_version());
    auto report = find_repairs(sources, session.history, request);
    if (report.done.empty()) {
        return report;
    }
    add_diffs(report.done, sources, session.store);
    if (!approve(report.done)) {
        refuse_declined();
    }
    HistoryChange change(options, observer, session);
    for (const auto& repair : report.done) {
        const auto* file = find_migration(sources, repair.row.version);
        const bool changed =
            file != nullptr
                ? session.store.replace_row(step_of(*file), repair.row.checksum)
                : session.store.remove_row(repair.row.version, repair.label, repair.row.checksum);
        if (!changed) {
            refuse_changed();
        }
    }
    change.commit();
    return report;
}

std::vector<Marked>
baseline(const Options& options, Observer& observer, const std::optional<Version>& version) {
    auto sources = discover(options);
    if (!version && sources.migrations.empty()) {
        throw Error(ErrorKind::usage, "there is no migration to mark");
    }
    const auto last = version ? *version : sources.migrations.back().version;
    Connected session(options, observer);
    settle_replacements(sources, session.history);
    if (plan_baseline(sources, session.history, last).empty()) {
        return {};
    }
    HistoryChange change(options, observer, session);
    auto plan = plan_baseline(sources, session.history, last);
    read_bodies(plan, session.major_version());
    std::vector<Marked> marked;
    for (const auto& step : plan.steps) {
        if (!session.store.add_baselined_row(step)) {
            refuse_changed();
        }
        marked.push_back({step.version, step.label});
    }
    change.commit();
    return marked;
}

std::vector<Marked> remove_baseline(
    const Options& options,
    Observer& observer,
    const std::optional<Version>& last,
    const ApproveUnmarking& approve
) {
    const auto sources = files_if_readable(options);
    Connected session(options, observer);
    const auto rows = rows_above(session.history, last);
    auto marks = marks_of(sources, rows);
    if (rows.empty()) {
        return {};
    }
    if (!approve(marks)) {
        refuse_declined();
    }
    HistoryChange change(options, observer, session);
    if (rows_above(session.history, last).size() != rows.size()) {
        refuse_changed();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!session.store.remove_row(rows[i].version, marks[i].label, rows[i].checksum)) {
            refuse_changed();
        }
    }
    change.commit();
    return marks;
}

} // namespace runner
