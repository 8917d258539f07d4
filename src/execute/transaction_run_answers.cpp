// The part of TransactionRun that is told what the server has answered.
#include "execute/retry.hpp"
#include "execute/statement.hpp"
#include "execute/transaction_run.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {

void TransactionRun::answered(const pg::Result& result) {
    const auto command = std::move(sent_.front());
    sent_.pop_front();
    if (command.purpose == Purpose::look_at_role) {
        note_role(result);
    } else if (command.purpose == Purpose::look_at_settings) {
        report_leaks(steps_[command.step - 1], result);
    } else if (command.purpose == Purpose::look_before) {
        add_seen(looks_[command.step].before, result);
    } else if (command.purpose == Purpose::look_after) {
        add_seen(looks_[command.step].after, result);
    } else if (command.purpose == Purpose::recording) {
        since_begin_[command.step] = std::chrono::milliseconds(result.integer(0, 0));
    } else if (command.purpose == Purpose::commit) {
        if (result.command_tag() != "COMMIT") {
            // COMMIT of a failed transaction answers OK, with the tag ROLLBACK.
            throw Error(ErrorKind::statement, "the server rolled back instead of committing");
        }
        while (unfinished_ <= command.step) {
            finish_step();
        }
    }
    if (!sent_.empty() && sent_.front().purpose == Purpose::statement) {
        const auto& next = sent_.front();
        tell_progress(steps_[next.step], *next.statement, next.number);
    }
}

namespace {

Progress progress_at(const Step& step, const Statement& statement, std::size_t number) {
    Progress progress;
    progress.statement = number;
    progress.statements = step.script.body->statements;
    progress.command = statement.command;
    return progress;
}

} // namespace

/// The statement is the one the server works on.
void TransactionRun::tell_progress(
    const Step& step, const Statement& statement, std::size_t number
) {
    context_.observer.progressed(step, progress_at(step, statement, number));
}

void TransactionRun::run_copy(const Step& step, const Statement& statement, std::size_t number) {
    auto progress = progress_at(step, statement, number);
    const auto rows = statement.copy_data.value_or(Span());
    progress.bytes = rows.length;
    context_.observer.progressed(step, progress);
    run_statement(context_.connection, step, statement, [&](std::size_t sent) {
        unchanged_->sent(rows.offset + sent);
        progress.bytes_done = sent;
        context_.observer.progressed(step, progress);
    });
}

void TransactionRun::note_role(const pg::Result& found) {
    const auto& role = context_.options.role;
    const bool same_role = found.value(0, 0) == (role.empty() ? "none" : role);
    const bool same_user = found.value(0, 1) == context_.connection.user();
    leaked_role_ = !same_user ? "session_authorization" : !same_role ? "role" : "";
}

void TransactionRun::report_leaks(const Step& step, const pg::Result& found) {
    auto names = std::string(found.value(0, 0));
    if (!leaked_role_.empty()) {
        names += (names.empty() ? "" : ", ") + leaked_role_;
    }
    if (!names.empty()) {
        context_.observer.remark(fmt::format(
            "{} left its session with another {}; the next file does not see it", step.label, names
        ));
    }
    leaked_role_.clear();
}

void TransactionRun::begin_step(std::size_t at) {
    attempt_ = 1;
    watch_.begin(steps_[at]);
    context_.observer.started(steps_[at]);
}

/// As the history has it: answers of many files come together, so the time between them says
/// nothing. In one transaction for all files, each is counted from the one before.
std::chrono::milliseconds TransactionRun::took(std::size_t at) const {
    const auto before = is_atomic() && at > 0 ? since_begin_[at - 1] : std::chrono::milliseconds(0);
    return since_begin_[at] - before;
}

void TransactionRun::finish_step() {
    committed_(steps_[unfinished_], took(unfinished_), changes_of(unfinished_));
    ++unfinished_;
    if (unfinished_ < steps_.size()) {
        begin_step(unfinished_);
    }
}

/// What the failure of the oldest unanswered command means.
Error TransactionRun::explained(const Error& error, bool ended_by_server) const {
    if (sent_.empty()) {
        return error;
    }
    const auto& command = sent_.front();
    const auto& script = steps_[command.step].script;
    if (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::interrupted) {
        const bool is_commit = command.purpose == Purpose::commit;
        const bool gone = error.kind() == ErrorKind::connection || !context_.connection.usable();
        const bool may_be_committed =
            gone && (is_commit || (!ended_by_server &&
                                   std::any_of(sent_.begin(), sent_.end(), [](const Sent& other) {
                                       return other.purpose == Purpose::commit;
                                   })));
        if (!may_be_committed) {
            return error;
        }
        return {
            ErrorKind::in_doubt,
            std::string("the connection was lost during COMMIT: ") + error.what()};
    }
    auto explained = Guards::meaning(error).value_or(error);
    if (command.purpose == Purpose::statement) {
        const auto& statement = *command.statement;
        place_error(explained, script, statement, StatementText(script, statement.span));
    } else if (command.purpose == Purpose::verification) {
        const auto& verify = *steps_[command.step].verify;
        const auto& statement = *command.statement;
        place_error(explained, verify, statement, StatementText(verify, statement.span));
    } else if (command.purpose == Purpose::commit) {
        // Deferred constraints speak at COMMIT: the file is known, the statement is not.
        explained.locate({script.path, {0, 0}, {}});
    }
    return explained;
}

bool TransactionRun::has_lost_prepared(const Error& error) const {
    constexpr std::string_view invalid_sql_statement_name = "26000";
    return prepares_ && context_.connection.usable() && error.server() &&
           error.server()->sqlstate == invalid_sql_statement_name && !sent_.empty() &&
           sent_.front().purpose != Purpose::statement &&
           sent_.front().purpose != Purpose::verification;
}

void TransactionRun::pause_before_retry(const Error& error) {
    if (attempt_ > context_.options.lock_retries) {
        throw given_up(error, attempt_, context_.options.lock_timeout);
    }
    const auto pause = backoff(attempt_);
    context_.observer.retrying(current(), attempt_, pause, error);
    ++attempt_;
    context_.connection.sleep(pause);
    watch_.begin(current());
}

} // namespace runner
