// For an application that must not start before another job has migrated its database.
#pragma once

#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <string>

namespace runner {

struct Awaited {
    std::string label; ///< "007_add_users", as its file writes the number where there is one
    Applied applied;
};

/// Returns the row of the target once it is applied and nothing has stopped half way; looks again
/// and again for as long as `patience`, with a jitter, without a lock, and with read rights only.
/// The target is a version, or by default the newest file here. A server, a database, a history or
/// a right to read it that is not there yet is waited for, too. Throws Error{lock} when the
/// patience is over, which says what is missing; Error{usage} without a file or when the version
/// goes by another name.
Awaited wait_for_migration(
    const Options& options,
    Observer& observer,
    const Target& target,
    std::chrono::milliseconds patience
);

} // namespace runner
