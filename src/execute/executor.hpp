// One planned step against the database: transaction, statements, history row.
#pragma once

#include "execute/session.hpp"
#include "pg/advisory_lock.hpp"
#include "pg/connection.hpp"
#include "record/history_store.hpp"

#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <chrono>

namespace runner {

class Executor {
public:
    struct Context {
        pg::Connection& connection;
        HistoryStore& store;
        const pg::AdvisoryLock& lock;
        Observer& observer;
        const Options& options;
    };

    explicit Executor(const Context& context);

    /// Returns when the step is committed. Three outcomes, told apart by the error's kind:
    /// committed (no error); rolled back (statement, lock, connection, interrupted); and not known
    /// or half done (in_doubt, partial). `journal`: what the history knows of this migration's
    /// earlier, unfinished attempts.
    std::chrono::milliseconds run(const Step& step, const std::vector<JournalEntry>& journal);

private:
    void run_with_retries(const Step& step);
    void run_in_transaction(const Step& step);
    void run_statement_by_statement(const Step& step, const std::vector<JournalEntry>& journal);
    void run_journalled(const Step& step, const Statement& statement, std::size_t number);
    void run_statement(const Step& step, const Statement& statement);
    void finish_outside_transaction(const Step& step);
    void check_lock();
    void check_unchanged(const Step& step) const;
    [[nodiscard]] std::chrono::milliseconds elapsed() const;

    Context context_;
    Session session_;
    std::chrono::steady_clock::time_point started_;
};

} // namespace runner
