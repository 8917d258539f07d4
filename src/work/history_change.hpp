// A change of the history alone: no file runs, and all of it is one transaction under the runner's
// lock.
#pragma once

#include "pg/advisory_lock.hpp"
#include "pg/transaction.hpp"
#include "work/connected.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <optional>

namespace runner {

class HistoryChange {
public:
    /// Waits for the lock, creates the history when there is none, and reads it again: from here on
    /// it cannot move. All of them outlive the change. Throws Error{lock}, and Error{connection}
    /// for a server that takes no changes.
    HistoryChange(const Options& options, Observer& observer, Connected& session);

    /// Without it nothing has changed.
    void commit() { transaction_->commit(); }

private:
    std::optional<pg::AdvisoryLock> lock_; // none behind a pooler in transaction mode
    std::optional<pg::Transaction> transaction_;
};

} // namespace runner
