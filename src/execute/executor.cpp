#include "execute/executor.hpp"

#include "execute/copy_error.hpp"
#include "execute/csv_seed.hpp"
#include "parse/checksum.hpp"
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

// The token the server points at, the line of COPY data, or else the start of the statement.
std::size_t failing_byte(const Step& step, const Statement& statement, const Error& error) {
    const auto text = step.script.text.view();
    if (!error.server()) {
        return statement.span.offset;
    }
    if (error.server()->position > 0) {
        return byte_of_character(text, statement.span.offset, error.server()->position - 1);
    }
    if (statement.copy_data) {
        return copy_error_offset(text, *statement.copy_data, *error.server())
            .value_or(statement.span.offset);
    }
    return statement.span.offset;
}

} // namespace

Executor::Executor(const Context& context)
    : context_(context), session_(context.connection, context.options) {}

std::chrono::milliseconds
Executor::run(const Step& step, const std::vector<JournalEntry>& journal) {
    started_ = Clock::now();
    context_.observer.started(step);
    context_.connection.on_notice([&](const ServerMessage& message) {
        context_.observer.notice(step, message);
    });
    try {
        if (step.script.body->transactional) {
            run_with_retries(step);
        } else {
            run_statement_by_statement(step, journal);
        }
    } catch (const Error& error) {
        context_.connection.on_notice({});
        if (error.kind() != ErrorKind::in_doubt) {
            context_.store.record_failure(step, error);
        }
        throw;
    }
    context_.connection.on_notice({});
    const auto took = elapsed();
    context_.observer.finished(step, took);
    return took;
}

void Executor::run_with_retries(const Step& step) {
    for (int attempt = 1;; ++attempt) {
        try {
            run_in_transaction(step);
            return;
        } catch (const Error& error) {
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
        while (const auto statement = statements.next()) {
            run_statement(step, *statement);
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
    check_lock();
    check_unchanged(step);
    context_.store.record(step, elapsed());
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

void Executor::run_statement_by_statement(
    const Step& step, const std::vector<JournalEntry>& journal
) {
    RunnableStatements statements(step.script);
    std::size_t number = 0;
    while (const auto statement = statements.next()) {
        ++number;
        if (step.action == Step::Action::seed) {
            context_.connection.execute(session_.statement_sql(step.script, *statement));
            run_statement(step, *statement);
            continue;
        }
        const auto text =
            step.script.text.view().substr(statement->span.offset, statement->span.length);
        const auto known = std::find_if(journal.begin(), journal.end(), [&](const auto& entry) {
            return entry.statement == static_cast<std::int64_t>(number) &&
                   entry.outcome == JournalEntry::Outcome::done;
        });
        if (known == journal.end()) {
            run_journalled(step, *statement, number);
        } else if (known->checksum != checksum(text)) {
            Error error(
                ErrorKind::partial,
                fmt::format("statement {} of {} was edited after it had run", number, step.label),
                step.script.locate(statement->span.offset)
            );
            error.say_advice(
                "put it back as it was, or undo its effect by hand and run: runner resolve " +
                step.version.digits + " --not-applied"
            );
            throw error;
        }
    }
    finish_outside_transaction(step);
}

void Executor::run_journalled(const Step& step, const Statement& statement, std::size_t number) {
    auto& connection = context_.connection;
    const auto text = step.script.text.view().substr(statement.span.offset, statement.span.length);
    check_lock();
    context_.store.begin_statement(step, number, checksum(text));
    try {
        connection.execute(session_.statement_sql(step.script, statement));
        run_statement(step, statement);
    } catch (const Error& error) {
        connection.rollback();
        const bool answered = error.kind() == ErrorKind::statement && connection.usable();
        // A refused statement leaves nothing behind, unless it works in several transactions.
        const bool clean =
            answered && number == 1 && statement.command.find("CONCURRENTLY") == std::string::npos;
        if (answered) {
            connection.execute(session_.own_role_sql());
        }
        if (clean) {
            context_.store.forget_statement(step, number);
            throw;
        }
        if (answered) {
            context_.store.end_statement(step, number, JournalEntry::Outcome::failed);
        }
        Error stopped = error.server() ? Error(ErrorKind::partial, error.what(), *error.server())
                                       : Error(ErrorKind::partial, error.what());
        if (error.kind() == ErrorKind::interrupted) {
            stopped = Error(ErrorKind::interrupted, error.what());
        }
        stopped.locate(error.location().value_or(step.script.locate(statement.span.offset)));
        stopped.say_state(fmt::format(
            "{} stopped at statement {}: {}",
            step.label,
            number,
            answered ? "it failed, those before it are done" : "whether it took effect is not known"
        ));
        stopped.say_advice(
            answered
                ? "mend the cause (a failed CREATE INDEX CONCURRENTLY leaves an INVALID index: "
                  "drop it) and run: runner up"
                : fmt::format(
                      "look whether it took effect, then run: runner resolve {0} --applied, "
                      "or: runner resolve {0} --not-applied",
                      step.version.digits
                  )
        );
        throw stopped;
    }
    connection.execute(session_.own_role_sql());
    context_.store.end_statement(step, number, JournalEntry::Outcome::done);
}

void Executor::finish_outside_transaction(const Step& step) {
    pg::Transaction transaction(context_.connection, "BEGIN;" + session_.reset_sql());
    check_lock();
    check_unchanged(step);
    context_.store.record(step, elapsed());
    transaction.commit();
}

void Executor::run_statement(const Step& step, const Statement& statement) {
    const auto text = step.script.text.view();
    const auto sql = text.substr(statement.span.offset, statement.span.length);
    try {
        if (statement.copy_data) {
            context_.connection.copy_in(
                sql, text.substr(statement.copy_data->offset, statement.copy_data->length)
            );
        } else {
            context_.connection.run(sql);
        }
    } catch (Error& error) {
        error.locate(step.script.locate(failing_byte(step, statement, error)));
        throw;
    }
}

void Executor::check_lock() {
    const auto held = context_.connection.execute(context_.lock.still_held_sql());
    if (!held.front().boolean(0, 0)) {
        Error error(ErrorKind::statement, "the runner's lock is gone: the script released it");
        error.say_advice("take pg_advisory_unlock_all() or DISCARD ALL out of the script");
        throw error;
    }
}

// A mapped file shows what somebody writes into it meanwhile: then the bytes that ran are not
// those that were planned.
void Executor::check_unchanged(const Step& step) const {
    if (step.script.text.is_mapped() && checksum(step.script.text) != step.script.checksum) {
        throw Error(
            ErrorKind::statement,
            "the file was changed while it was running",
            Location{step.script.path, {0, 0}, {}}
        );
    }
}

std::chrono::milliseconds Executor::elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
}

} // namespace runner
