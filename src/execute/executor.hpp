// One planned step against the database: transaction, statements, history row.
#pragma once

#include "execute/context.hpp"
#include "execute/lock_watch.hpp"
#include "execute/session.hpp"

#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <vector>

namespace runner {

class Executor {
public:
    explicit Executor(const ExecutionContext& context);

    /// Returns when the step is committed. Three outcomes, told apart by the error's kind:
    /// committed (no error); rolled back (statement, lock, connection, interrupted); and not known
    /// or half done (in_doubt, partial). `journal`: what the history knows of this migration's
    /// earlier, unfinished attempts.
    std::chrono::milliseconds run(const Step& step, const std::vector<JournalEntry>& journal);

private:
    void run_with_retries(const Step& step);
    void run_in_transaction(const Step& step);

    ExecutionContext context_;
    Session session_;
    LockWatch watch_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace runner
