#include "plan/status.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>

namespace runner {
namespace {

using State = MigrationStatus::State;

/// What the journal says of a migration that is not finished.
std::optional<State> state_in_journal(const History& history, const Version& version) {
    std::optional<State> state;
    for (const auto& entry : history.journal) {
        if (entry.version == version && state != State::running) {
            state = entry.running ? State::running : State::partial;
        }
    }
    return state;
}

State state_of_applied(const Migration& migration, const Applied& applied) {
    switch (compare(migration.up, applied.checksum, applied.fingerprint)) {
    case Match::same:
        return State::applied;
    case Match::cosmetic:
        return State::cosmetic;
    case Match::edited:
        break;
    }
    return State::edited;
}

/// Of a seed or a repeatable.
template <typename File>
SeedStatus status_of(const File& file, const std::vector<Seeded>& rows, const Policy& policy) {
    SeedStatus status;
    status.name = file.name;
    const auto row = std::ranges::find(rows, file.name, &Seeded::name);
    const bool here = runs_in(file.script, policy.environment);
    if (row != rows.end()) {
        status.applied = *row;
        status.state =
            compare(file.script, row->checksum, row->fingerprint) == Match::edited && here
                ? SeedStatus::State::changed
                : SeedStatus::State::applied;
    } else {
        status.state = here ? SeedStatus::State::pending : SeedStatus::State::other_environment;
    }
    return status;
}

std::map<Version, MigrationStatus>
rows_of(const Sources& sources, const History& history, const Policy& policy) {
    std::map<Version, MigrationStatus> rows;
    const auto newest_file = sources.migrations.empty()
                                 ? std::nullopt
                                 : std::optional(sources.migrations.back().version);
    std::optional<Version> newest_applied;
    for (const auto& applied : history.migrations) {
        auto& row = rows[applied.version];
        row.version = applied.version;
        row.label = applied.version.digits + "_" + applied.name;
        row.applied = applied;
        row.state = newest_file && applied.version < *newest_file ? State::missing : State::ahead;
        newest_applied =
            newest_applied ? std::max(*newest_applied, applied.version) : applied.version;
    }
    for (const auto& migration : sources.migrations) {
        auto& row = rows[migration.version];
        row.version = migration.version;
        row.label = migration.label();
        row.description = migration.up.header.description;
        row.reversible = migration.down.has_value() && !migration.up.header.irreversible;
        if (row.applied) {
            row.state = state_of_applied(migration, *row.applied);
        } else if (!runs_in(migration.up, policy.environment)) {
            row.state = State::other_environment;
        } else if (newest_applied && migration.version < *newest_applied) {
            row.state = State::late;
        } else {
            row.state = State::pending;
        }
    }
    return rows;
}

template <typename File>
std::vector<SeedStatus>
statuses_of(const std::vector<File>& files, const std::vector<Seeded>& rows, const Policy& policy) {
    std::vector<SeedStatus> statuses;
    statuses.reserve(files.size());
    for (const auto& file : files) {
        statuses.push_back(status_of(file, rows, policy));
    }
    for (const auto& row : rows) {
        if (std::ranges::find(files, row.name, &File::name) == files.end()) {
            statuses.push_back({SeedStatus::State::missing, row.name, row});
        }
    }
    return statuses;
}

/// The failure of a file that is no longer there is nobody's any more.
bool is_known(const Status& status, const std::string& subject) {
    const auto is_one = [&](const auto& names, auto member) {
        return std::ranges::find(names, subject, member) != names.end();
    };
    return is_one(status.migrations, &MigrationStatus::label) ||
           is_one(status.repeatables, &RepeatableStatus::name) ||
           is_one(status.seeds, &SeedStatus::name);
}

} // namespace

Status derive_status(const Sources& sources, const History& history, const Policy& policy) {
    Status status;
    for (auto& [version, row] : rows_of(sources, history, policy)) {
        status.migrations.push_back(row);
        if (const auto state = state_in_journal(history, version)) {
            status.migrations.back().state = *state;
        }
    }
    status.repeatables = statuses_of(sources.repeatables, history.repeatables, policy);
    for (std::size_t at = 0; at < sources.repeatables.size(); ++at) {
        auto& state = status.repeatables[at].state;
        const auto& file = sources.repeatables[at];
        if (state == SeedStatus::State::applied && runs_in(file.script, policy.environment) &&
            is_due(file, history)) {
            state = SeedStatus::State::changed;
        }
    }
    status.seeds = statuses_of(sources.seeds, history.seeds, policy);
    if (!history.migrations.empty()) {
        status.current = history.migrations.back();
    }
    if (history.failure && is_known(status, history.failure->subject)) {
        status.failure = history.failure;
    }
    return status;
}

} // namespace runner
