#include "plan/status.hpp"

#include <algorithm>
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

SeedStatus status_of(const Seed& seed, const History& history, const Policy& policy) {
    SeedStatus status;
    status.name = seed.name;
    const auto row =
        std::find_if(history.seeds.begin(), history.seeds.end(), [&](const Seeded& seeded) {
            return seeded.name == seed.name;
        });
    const auto& wanted = seed.script.header.environments;
    const bool here = wanted.empty() ||
                      std::find(wanted.begin(), wanted.end(), policy.environment) != wanted.end();
    if (row != history.seeds.end()) {
        status.applied = *row;
        status.state =
            compare(seed.script, row->checksum, row->fingerprint) == Match::edited && here
                ? SeedStatus::State::changed
                : SeedStatus::State::applied;
    } else {
        status.state = here ? SeedStatus::State::pending : SeedStatus::State::other_environment;
    }
    return status;
}

std::map<Version, MigrationStatus> rows_of(const Sources& sources, const History& history) {
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
        } else if (newest_applied && migration.version < *newest_applied) {
            row.state = State::late;
        } else {
            row.state = State::pending;
        }
    }
    return rows;
}

std::vector<SeedStatus>
seeds_of(const Sources& sources, const History& history, const Policy& policy) {
    std::vector<SeedStatus> seeds;
    for (const auto& seed : sources.seeds) {
        seeds.push_back(status_of(seed, history, policy));
    }
    for (const auto& seeded : history.seeds) {
        const bool known =
            std::any_of(sources.seeds.begin(), sources.seeds.end(), [&](const Seed& seed) {
                return seed.name == seeded.name;
            });
        if (!known) {
            seeds.push_back({SeedStatus::State::missing, seeded.name, seeded});
        }
    }
    return seeds;
}

/// The failure of a file that is no longer there is nobody's any more.
bool is_known(const Status& status, const std::string& subject) {
    return std::any_of(
               status.migrations.begin(),
               status.migrations.end(),
               [&](const MigrationStatus& row) { return row.label == subject; }
           ) ||
           std::any_of(status.seeds.begin(), status.seeds.end(), [&](const SeedStatus& row) {
               return row.name == subject;
           });
}

} // namespace

Status derive_status(const Sources& sources, const History& history, const Policy& policy) {
    Status status;
    for (auto& [version, row] : rows_of(sources, history)) {
        status.migrations.push_back(row);
        if (const auto state = state_in_journal(history, version)) {
            status.migrations.back().state = *state;
        }
    }
    status.seeds = seeds_of(sources, history, policy);
    if (!history.migrations.empty()) {
        status.current = history.migrations.back();
    }
    if (history.failure && is_known(status, history.failure->subject)) {
        status.failure = history.failure;
    }
    return status;
}

} // namespace runner
