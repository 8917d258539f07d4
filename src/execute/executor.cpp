#include "execute/executor.hpp"

#include "execute/checks.hpp"
#include "execute/csv_seed.hpp"
#include "execute/statement.hpp"
#include "execute/statement_run.hpp"
#include "parse/script_statements.hpp"
#include "pg/transaction.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <random>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_backoff = 100ms;
constexpr std::chrono::milliseconds longest_backoff = 5s;

// lock_not_available, deadlock_detected, serialization_failure: another try may well succeed.
bool is_worth_retrying(const Error& error) {
    constexpr std::array<std::string_view, 3> states = {"55P03", "40P01", "40001"};
    return error.kind() == ErrorKind::statement && error.server() &&
           std::find(states.begin(), states.end(), error.server()->sqlstate) != states.end();
}

std::chrono::milliseconds backoff(int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    const auto longest = std::min(longest_backoff, first_backoff * (1 << std::min(attempt, 6)));
    return std::chrono::milliseconds(
        std::uniform_int_distribution<long>(longest.count() / 2, longest.count())(random)
    );
}

} // namespace

Executor::Executor(const ExecutionContext& context)
    : context_(context),
      session_(context.connection, context.options),
      watch_(context.connection, context.observer, context.options) {
    if (context.pooled || context.backend_pid != 0) {
        watch_.watch_session(context.backend_pid);
    }
}

std::chrono::milliseconds
Executor::run(const Step& step, const std::vector<JournalEntry>& journal) {
    started_ = Clock::now();
    context_.observer.started(step);
    context_.connection.on_notice([&](const ServerMessage& message) {
        context_.observer.notice(step, message);
    });
    watch_.begin(step);
    try {
        if (step.script.body->transactional) {
            run_with_retries(step);
        } else {
            StatementRun(context_, session_, step, journal).perform();
        }
    } catch (Error& error) {
        context_.connection.on_notice({});
        watch_.name_blockers(error);
        watch_.end();
        if (error.kind() != ErrorKind::in_doubt) {
            context_.store.record_failure(step, error);
        }
        throw;
    }
    context_.connection.on_notice({});
    watch_.end();
    const auto took = elapsed_since(started_);
    context_.observer.finished(step, took);
    return took;
}

void Executor::run_with_retries(const Step& step) {
    for (int attempt = 1;; ++attempt) {
        watch_.begin(step);
        try {
            run_in_transaction(step);
            return;
        } catch (Error& error) {
            watch_.name_blockers(error);
            if (!is_worth_retrying(error) || !context_.connection.usable()) {
                throw;
            }
            if (attempt > context_.options.lock_retries) {
                if (error.server()->sqlstate != "55P03") {
                    throw;
                }
                Error given_up(ErrorKind::lock, error.what(), *error.server());
                if (error.location()) {
                    given_up.locate(*error.location());
                }
                given_up.name_blockers(error.blockers());
                given_up.say_advice(fmt::format(
                    "{} attempts of {} ms each were not enough: end what holds the lock, or raise "
                    "--lock-timeout or --lock-retries",
                    attempt,
                    context_.options.lock_timeout.count()
                ));
                throw given_up;
            }
            const auto pause = backoff(attempt);
            context_.observer.retrying(step, attempt, pause, error);
            context_.connection.sleep(pause);
        }
    }
}

void Executor::run_in_transaction(const Step& step) {
    auto& connection = context_.connection;
    pg::Transaction transaction(connection, session_.begin_sql(step.script));
    if (step.action == Step::Action::seed && step.format == Seed::Format::csv) {
        load_csv_seed(connection, step);
    } else {
        RunnableStatements statements(step.script);
        Progress progress;
        progress.statements = step.script.body->statements;
        while (const auto statement = statements.next()) {
            ++progress.statement;
            progress.command = statement->command;
            context_.observer.progressed(step, progress);
            run_statement(connection, step, *statement);
            if (!connection.in_transaction()) {
                // The parser refuses COMMIT and ROLLBACK; a way out it does not know ends here.
                throw Error(
                    ErrorKind::statement,
                    "this statement ended the transaction it ran in",
                    step.script.locate(statement->span.offset)
                );
            }
        }
    }
    connection.execute(session_.own_role_sql());
    check_lock(context_);
    check_unchanged(step);
    context_.store.record(step, elapsed_since(started_));
    connection.check_interrupt();
    try {
        transaction.commit();
    } catch (Error& error) {
        // Deferred constraints speak at COMMIT: the file is known, the statement is not.
        if (error.kind() != ErrorKind::in_doubt) {
            error.locate({step.script.path, {0, 0}, {}});
        }
        throw;
    }
}

} // namespace runner
