#include "plan/repairs.hpp"

#include "plan/planner.hpp"
#include "plan/replacements.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {
namespace {

[[noreturn]] void refuse(ErrorKind kind, const std::string& message, const std::string& advice) {
    Error error(kind, message);
    error.say_state("nothing was done");
    error.say_advice(advice);
    throw error;
}

bool is_applied(const History& history, const Version& version) {
    return std::any_of(
        history.migrations.begin(),
        history.migrations.end(),
        [&](const Applied& row) { return row.version == version; }
    );
}

const Migration* file_of(const Sources& sources, const Version& version) {
    const auto found = std::find_if(
        sources.migrations.begin(),
        sources.migrations.end(),
        [&](const Migration& migration) { return migration.version == version; }
    );
    return found == sources.migrations.end() ? nullptr : &*found;
}

/// A statement of it is in the journal: rows cannot say how far it came.
void refuse_half_done(const History& history, const Version& version) {
    const auto entry = std::find_if(
        history.journal.begin(),
        history.journal.end(),
        [&](const JournalEntry& found) { return found.version == version; }
    );
    if (entry != history.journal.end()) {
        refuse(
            ErrorKind::partial,
            entry->name + " stopped half way",
            "bring it to its end first; see how with: runner status"
        );
    }
}

std::vector<Applied> in_order(const History& history) {
    auto rows = history.migrations;
    std::sort(rows.begin(), rows.end(), [](const Applied& a, const Applied& b) {
        return a.version < b.version;
    });
    return rows;
}

} // namespace

RepairReport
find_repairs(const Sources& sources, const History& history, const RepairRequest& request) {
    for (const auto& version : request.versions) {
        if (!is_applied(history, version)) {
            refuse(
                ErrorKind::usage,
                fmt::format("there is no applied migration {}", version.digits),
                "see which there are with: runner status"
            );
        }
    }
    RepairReport report;
    for (const auto& row : in_order(history)) {
        const bool named =
            std::find(request.versions.begin(), request.versions.end(), row.version) !=
            request.versions.end();
        if (!named && !request.versions.empty()) {
            continue;
        }
        Repair found{.kind = Repair::Kind::missing, .row = row, .label = {}, .diff = {}};
        const auto* file = file_of(sources, row.version);
        if (file == nullptr) {
            found.label = row.version.digits + "_" + row.name;
            // Files of an older release are here: what is newer is not missing.
            const bool newer =
                sources.migrations.empty() || sources.migrations.back().version < row.version;
            const bool remove = request.remove_missing && (named || !newer);
            (remove ? report.done : report.left).push_back(std::move(found));
            continue;
        }
        if (file->replaced) {
            continue; // nobody can look at what would be accepted
        }
        const auto match = compare(file->up, row.checksum, row.fingerprint);
        if (match != Match::same) {
            found.kind = match == Match::edited ? Repair::Kind::edited : Repair::Kind::cosmetic;
            found.label = file->label();
            report.done.push_back(std::move(found));
        }
    }
    return report;
}

Plan plan_baseline(const Sources& sources, const History& history, const Version& version) {
    if (file_of(sources, version) == nullptr) {
        refuse(
            ErrorKind::usage,
            fmt::format("there is no file of a migration {}", version.digits),
            "name the last migration whose changes are in the database; see which there are with: "
            "runner status"
        );
    }
    Plan plan;
    for (const auto& migration : sources.migrations) {
        if (version < migration.version || is_applied(history, migration.version)) {
            continue;
        }
        refuse_half_done(history, migration.version);
        if (migration.replaced) {
            refuse(
                ErrorKind::history,
                migration.label() + " is not here to be marked: " +
                    replacement_of(sources, migration).label() + " replaces it",
                "mark it with the files that were moved away: runner baseline --dir DIR"
            );
        }
        Step step;
        step.version = migration.version;
        step.label = migration.label();
        step.name = migration.name;
        step.script = migration.up;
        step.down = migration.down;
        plan.steps.push_back(std::move(step));
    }
    return plan;
}

std::vector<Applied> rows_above(const History& history, const std::optional<Version>& last) {
    if (last && !is_applied(history, *last)) {
        refuse(
            ErrorKind::usage,
            fmt::format("there is no applied migration {}", last->digits),
            "name the one that is to be the last, or base for none; see which there are with: "
            "runner status"
        );
    }
    auto rows = in_order(history);
    std::erase_if(rows, [&](const Applied& row) { return last && row.version <= *last; });
    for (const auto& row : rows) {
        refuse_half_done(history, row.version);
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

} // namespace runner
