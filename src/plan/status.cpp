#include "plan/status.hpp"

#include <algorithm>
#include <map>

namespace runner {
namespace {

using State = MigrationStatus::State;

bool is_partial(const History& history, const Version& version) {
    return std::any_of(
        history.journal.begin(),
        history.journal.end(),
        [&](const JournalEntry& entry) { return entry.version == version; }
    );
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

} // namespace

Status derive_status(const Sources& sources, const History& history, const Policy& policy) {
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
    Status status;
    for (auto& [version, row] : rows) {
        if (is_partial(history, version)) {
            row.state = State::partial;
        }
        status.migrations.push_back(std::move(row));
    }
    for (const auto& seed : sources.seeds) {
        status.seeds.push_back(status_of(seed, history, policy));
    }
    for (const auto& seeded : history.seeds) {
        const bool known =
            std::any_of(sources.seeds.begin(), sources.seeds.end(), [&](const Seed& seed) {
                return seed.name == seeded.name;
            });
        if (!known) {
            status.seeds.push_back({SeedStatus::State::missing, seeded.name, seeded});
        }
    }
    if (!history.migrations.empty()) {
        status.current = history.migrations.back();
    }
    // The failure of a file that is no longer there is nobody's any more.
    const auto subject = history.failure ? history.failure->subject : std::string();
    const bool known =
        std::any_of(
            status.migrations.begin(),
            status.migrations.end(),
            [&](const MigrationStatus& row) { return row.label == subject; }
        ) ||
        std::any_of(status.seeds.begin(), status.seeds.end(), [&](const SeedStatus& row) {
            return row.name == subject;
        });
    if (known) {
        status.failure = history.failure;
    }
    return status;
}

} // namespace runner
