// A script outside of a transaction block, one statement at a time, under the journal.
#pragma once

#include "execute/context.hpp"
#include "execute/session.hpp"

#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace runner {

class StatementRun {
public:
    /// All of them outlive the run. `journal`: what the history knows of earlier, unfinished
    /// attempts at this step.
    StatementRun(
        const ExecutionContext& context,
        const Session& session,
        const Step& step,
        const std::vector<JournalEntry>& journal
    );

    /// Returns when the step is committed. Throws Error{statement} when nothing was done,
    /// Error{partial} when it stopped half way.
    void perform();

private:
    void run_journalled(const Statement& statement, std::size_t number);
    void finish();

    const ExecutionContext& context_;
    const Session& session_;
    const Step& step_;
    const std::vector<JournalEntry>& journal_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace runner
