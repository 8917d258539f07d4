#include "execute/executor.hpp"

#include "execute/failed_statement.hpp"
#include "execute/statement_run.hpp"
#include "execute/transaction_run.hpp"

#include <algorithm>
#include <utility>

namespace runner {

Executor::Executor(const ExecutionContext& context, Guards guards, Finished finished)
    : context_(context),
      session_(context.connection, context.options),
      guards_(std::move(guards)),
      finished_(std::move(finished)),
      watch_(context.connection, context.observer, context.options) {
    if (context.pooled || context.backend_pid != 0) {
        watch_.watch_session(context.backend_pid);
    }
}

void Executor::run(std::span<const Step> steps, const std::vector<JournalEntry>& journal) {
    try {
        run_all(steps, journal);
    } catch (...) {
        keep_changes();
        throw;
    }
    keep_changes();
}

void Executor::run_all(std::span<const Step> steps, const std::vector<JournalEntry>& journal) {
    const auto is_transactional = [](const Step& step) { return step.script.body->transactional; };
    while (!steps.empty()) {
        const auto end = std::find_if_not(steps.begin(), steps.end(), is_transactional);
        if (const auto count = static_cast<std::size_t>(end - steps.begin()); count > 0) {
            run_in_transactions(steps.first(count));
            steps = steps.subspan(count);
        } else {
            run_statement_by_statement(steps.front(), journal);
            steps = steps.subspan(1);
        }
    }
}

void Executor::run_in_transactions(std::span<const Step> steps) {
    TransactionRun run(
        context_,
        session_,
        guards_,
        watch_,
        steps,
        [this](const Step& step, std::chrono::milliseconds took, const auto& changes) {
            finish(step, took, changes);
        }
    );
    try {
        run.perform();
    } catch (const Error& error) {
        current_ = &run.current();
        record_failure(*current_, error);
        throw;
    }
    end_step();
}

void Executor::run_statement_by_statement(
    const Step& step, const std::vector<JournalEntry>& journal
) {
    current_ = &step;
    const auto started = std::chrono::steady_clock::now();
    context_.observer.started(step);
    context_.connection.on_notice([&](const ServerMessage& message) {
        context_.observer.notice(step, message);
    });
    watch_.begin(step);
    std::vector<JournalEntry> own;
    std::copy_if(journal.begin(), journal.end(), std::back_inserter(own), [&](const auto& entry) {
        const bool down = entry.direction == JournalEntry::Direction::down;
        return entry.version == step.version && down == (step.action == Step::Action::revert);
    });
    std::vector<Change> changes;
    try {
        StatementRun run(context_, session_, step, own);
        run.perform();
        changes = run.changes();
    } catch (Error& error) {
        watch_.name_blockers(error);
        record_failure(step, error);
        throw;
    }
    end_step();
    finish(step, elapsed_since(started), changes);
}

void Executor::finish(
    const Step& step, std::chrono::milliseconds took, const std::vector<Change>& changes
) {
    context_.observer.finished(step, took);
    if (!changes.empty()) {
        context_.observer.changed(step, changes);
    }
    if (!changes.empty() && step.action == Step::Action::apply) {
        changes_.push_back({step.version, changes});
    }
    finished_(step, took, changes);
}

/// In one command behind all steps: what a step changed is known when its transaction is over, and
/// the next one has been sent by then.
void Executor::keep_changes() noexcept {
    if (!changes_.empty()) {
        context_.store.keep_changes(changes_, context_.pooled ? "" : session_.reset_sql());
    }
    changes_.clear();
}

void Executor::end_step() {
    context_.connection.on_notice({});
    watch_.end();
}

/// Its COMMIT also brings those of the steps before to disk.
void Executor::record_failure(const Step& step, const Error& error) {
    end_step();
    if (error.kind() != ErrorKind::in_doubt && !Guards::says_other_runner(error)) {
        context_.store.record_failure(step, error, failed_statement(step, error));
    }
}

} // namespace runner
