// What a team lets happen around its migrations: SQL files on the runner's own session, and
// commands for /bin/sh.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace runner {

struct Hook {
    enum class Kind { sql, command };

    Kind kind = Kind::command;
    std::filesystem::path file; ///< sql
    std::string command;        ///< as /bin/sh -c takes it
};

/// Those of a list run in order. All run under the runner's lock, when there is something to do:
/// one that starts a runner itself waits until that one gives up.
///
/// One before the work stops it when it fails: Error{statement}, nothing was done. What comes after
/// is committed already, so that a failure of a hook there is a remark and no more. An SQL file
/// runs as a seed does, in a transaction of its own unless its header says otherwise; nothing it
/// sets in its session is left, and the history does not know it.
///
/// A command runs in a process group of its own, which ends with the runner's interrupt. What it
/// writes becomes remarks. It has the environment of this process with RUNNER_HOOK, RUNNER_COMMAND,
/// RUNNER_VERSION, RUNNER_LABEL, RUNNER_ACTION, RUNNER_DURATION_MS (of a migration or seed),
/// RUNNER_CURRENT, RUNNER_APPLIED, RUNNER_ENV, RUNNER_ERROR and PGHOST, PGPORT, PGDATABASE, PGUSER.
/// It does not have DATABASE_URL, PGPASSWORD, or any variable that holds the same password.
struct Hooks {
    std::vector<Hook> before_up;   ///< once, before the first migration
    std::vector<Hook> after_each;  ///< behind each migration and seed, in either direction
    std::vector<Hook> after_up;    ///< once, behind the last migration
    std::vector<Hook> before_down; ///< once, before the first revert
    std::vector<Hook> after_down;  ///< once, behind the last revert
    std::vector<Hook> after_seed;  ///< once, behind the last seed
    std::vector<Hook> on_failure;  ///< something under the lock has failed; its error stays

    /// A command that runs longer is ended, and has failed; 0: none.
    std::chrono::milliseconds timeout = std::chrono::minutes{10};
    /// For RUNNER_COMMAND: what the user called, "up".
    std::string command;
};

} // namespace runner
