// The log: everything ever done to a database, failures included.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace runner {

/// A row of `event`. Texts that are null there, or that an older layout lacks, are empty.
struct Event {
    std::int64_t id = 0;
    Instant at;
    std::string kind;               ///< "applied", "reverted", "seeded", "failed", "repaired", …
    std::optional<Version> version; ///< none of a seed
    std::string subject;            ///< "007_add_users"
    std::string run_id;             ///< of all that one run of the program did
    std::string by_role;
    std::string from_host;
    std::optional<std::chrono::milliseconds> duration;
    std::string runner_version;
    std::string sqlstate;
    std::string message;
    std::string location; ///< "migrations/007_add_users.up.sql:3:14"
    std::string statement;
    std::string blocker; ///< who was in the way, one session a line
    std::string before;  ///< JSON: the row as it was before it was changed or removed
};

struct LogRequest {
    std::size_t limit = 0;          ///< the newest so many; 0: all
    std::optional<Version> version; ///< only of this one
};

/// The newest first. Read rights are enough; empty where runner has never been. Throws Error.
[[nodiscard]] std::vector<Event>
history_log(const Options& options, Observer& observer, const LogRequest& request = {});

} // namespace runner
