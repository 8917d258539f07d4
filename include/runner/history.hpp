// What a database remembers. Field names are those of the history tables.
#pragma once

#include <runner/migration.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace runner {

/// The server's clock.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A row of `migration`.
struct Applied {
    Version version;
    std::int64_t sequence = 0; ///< order of application, which is not the order of the numbers
    std::string name;
    Checksum checksum;
    Checksum fingerprint;
    Instant applied_at;
    std::string applied_by;
    std::chrono::milliseconds duration{0};
    std::optional<Version> compatible_from = std::nullopt; ///< what its directive says
};

/// A row of `seed`.
struct Seeded {
    std::string name;
    Checksum checksum;
    Checksum fingerprint;
    Instant applied_at;
    std::string applied_by;
    std::chrono::milliseconds duration{0};
};

/// A row of `repeatable`: its last run.
using Repeated = Seeded;

/// A statement of a non-transactional migration, as `journal` knows it.
struct JournalEntry {
    enum class Outcome { unknown, done, failed };

    Version version;
    std::string name;
    enum class Direction { up, down } direction = Direction::up;
    std::int64_t statement = 0; ///< from 1
    Checksum checksum;          ///< of the statement's text
    Outcome outcome = Outcome::unknown;
    Instant started_at;
    std::string sql = {}; ///< the statement; empty above `store_limit`
    /// What was there before it, for a look at what is there now; nobody else reads it.
    std::optional<std::string> noted = std::nullopt;
    bool together = false; ///< commits together with its outcome: unknown is not done
    std::optional<std::int64_t> rounds =
        std::nullopt;      ///< of a statement with `@batch`, committed so far
    std::int64_t rows = 0; ///< changed by these rounds
    /// The session that sent it is still there: another runner is at work.
    bool running = false;
};

/// The newest failed attempt that no later success has answered.
struct Failure {
    std::string subject; ///< "007_add_users"
    Instant at;
    std::string by;
    std::string sqlstate;
    std::string message;
    std::string where;          ///< "migrations/007_add_users.up.sql:3:14"
    std::string statement = {}; ///< cut to a length that fits a message
    std::string blocker = {};   ///< who was in the way, one session a line, the nearest first
};

struct History {
    bool exists = false;             ///< false on a database that has never seen runner
    std::vector<Applied> migrations; ///< in order of application
    std::vector<Seeded> seeds;
    std::vector<Repeated> repeatables;
    std::vector<JournalEntry> journal; ///< only of migrations that are not finished
    std::optional<Failure> failure;
};

/// What was kept of a migration when it was applied; empty texts were above `store_limit`.
struct Stored {
    std::optional<std::string> up_sql;
    std::optional<std::string> down_sql;
};

} // namespace runner
