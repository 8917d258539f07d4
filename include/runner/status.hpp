// Files and history side by side, for people and for scripts.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/plan.hpp>

#include <optional>
#include <string>
#include <vector>

namespace runner {

struct MigrationStatus {
    enum class State {
        applied,
        pending,
        edited,            ///< applied, then changed in a way that would run differently
        cosmetic,          ///< applied, then changed in comments, layout or letter case only
        missing,           ///< applied, file gone
        ahead,             ///< applied, and newer than every file here
        late,              ///< pending, below an applied version
        partial,           ///< non-transactional and stopped half way
        running,           ///< non-transactional, and another runner is at it now
        other_environment, ///< not applied, and not for this one
    };

    State state = State::pending;
    Version version;
    std::string label; ///< "007_add_users"
    bool reversible = true;
    std::optional<Applied> applied;
    std::string description;
};

struct SeedStatus {
    enum class State { applied, pending, changed, missing, other_environment };

    State state = State::pending;
    std::string name;
    std::optional<Seeded> applied;
};

/// The same of a repeatable.
using RepeatableStatus = SeedStatus;

/// Where the server is and who we are there. Never holds a password.
struct ServerInfo {
    std::string version; ///< "15.8"
    std::string host;    ///< or the folder of the unix socket
    std::string port;
    std::string database;
    std::string user;
    bool standby = false;
};

struct Status {
    ServerInfo server;
    std::vector<MigrationStatus> migrations;   ///< by version
    std::vector<RepeatableStatus> repeatables; ///< by name
    std::vector<SeedStatus> seeds;             ///< by number
    std::optional<Applied> current;            ///< the last applied
    std::optional<Failure> failure;
};

} // namespace runner
