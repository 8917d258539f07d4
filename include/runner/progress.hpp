// What can be said of a step while it runs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace runner {

/// Where a step is. Counts that are not known, or that nobody counts, are 0.
struct Progress {
    std::size_t statement = 0;    ///< the one the server works on, from 1
    std::size_t statements = 0;   ///< of the whole script
    std::string command;          ///< its command tag: "CREATE INDEX CONCURRENTLY"
    std::uint64_t bytes_done = 0; ///< of the rows of a COPY, or of the script
    std::uint64_t bytes = 0;
    std::uint64_t rows = 0;   ///< changed so far by a statement that runs in batches
    std::uint64_t rounds = 0; ///< of those batches
};

/// A session that a statement of ours waits for, or that such a session waits for itself.
struct Blocker {
    int pid = 0;    ///< 0: a prepared transaction, whose name is in `application`
    int blocks = 0; ///< the pid of the session that waits for it: ours, or another blocker
    std::string user;
    std::string application;
    std::string client; ///< address, or "local"
    std::string state;  ///< as in pg_stat_activity: "idle in transaction"
    std::string query;  ///< its current or last one, cut to a length that fits a message
    std::string lock; ///< what it holds: "AccessShareLock on public.users"; empty when not visible
    std::optional<std::chrono::milliseconds> since; ///< of its transaction

    bool operator==(const Blocker&) const = default;
};

/// "pid 123 (psql, alice) AccessShareLock on public.users, idle in transaction for 12 s". Untrusted
/// text: escape it before showing it.
[[nodiscard]] std::string summary(const Blocker& blocker);

} // namespace runner
