// Planned steps against the database, in order: through a pipeline where they are transactional,
// statement by statement where they are not.
#pragma once

#include "execute/context.hpp"
#include "execute/guards.hpp"
#include "execute/lock_watch.hpp"
#include "execute/session.hpp"

#include <runner/changes.hpp>
#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <functional>
#include <span>
#include <vector>

namespace runner {

class Executor {
public:
    /// Told of each step that is committed, and of what it changed in the schema.
    using Finished =
        std::function<void(const Step&, std::chrono::milliseconds, const std::vector<Change>&)>;

    Executor(const ExecutionContext& context, Guards guards, Finished finished);

    /// Returns when all steps are committed, and on disk. Three outcomes for the step that throws,
    /// told apart by the error's kind: rolled back (statement, lock, connection, interrupted), and
    /// not known or half done (in_doubt, partial); those before it are committed, nothing behind it
    /// was done. `journal`: what the history knows of unfinished attempts.
    void run(std::span<const Step> steps, const std::vector<JournalEntry>& journal);

    /// The step that is at work, or was when run() threw; null before the first one.
    [[nodiscard]] const Step* current() const noexcept { return current_; }

private:
    void run_in_transactions(std::span<const Step> steps);
    void run_statement_by_statement(const Step& step, const std::vector<JournalEntry>& journal);
    void run_all(std::span<const Step> steps, const std::vector<JournalEntry>& journal);
    void
    finish(const Step& step, std::chrono::milliseconds took, const std::vector<Change>& changes);
    void keep_changes() noexcept;
    void end_step();
    void record_failure(const Step& step, const Error& error);

    ExecutionContext context_;
    Session session_;
    Guards guards_;
    Finished finished_;
    std::vector<HistoryStore::ChangesOf> changes_; // that the history does not have yet
    const Step* current_ = nullptr;
    LockWatch watch_;
};

} // namespace runner
