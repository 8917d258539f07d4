// What every run of a step works with.
#pragma once

#include "pg/advisory_lock.hpp"
#include "pg/connection.hpp"
#include "record/history_store.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <chrono>

namespace runner {

struct ExecutionContext {
    pg::Connection& connection;
    HistoryStore& store;
    const pg::AdvisoryLock* lock; ///< null when pooled
    Observer& observer;
    const Options& options;
    /// Behind a pooler in transaction mode every transaction may have another backend: nothing of a
    /// session lasts, neither settings nor locks.
    bool pooled = false;
    /// The server's own number of our session; 0 when pooled.
    int backend_pid = 0;
};

[[nodiscard]] inline std::chrono::milliseconds
elapsed_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - start
    );
}

} // namespace runner
