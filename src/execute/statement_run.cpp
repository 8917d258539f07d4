#include "execute/statement_run.hpp"

#include "execute/batch_run.hpp"
#include "execute/checks.hpp"
#include "execute/retry.hpp"
#include "execute/statement.hpp"
#include "execute/verification.hpp"
#include "parse/checksum.hpp"
#include "parse/script_statements.hpp"
#include "pg/transaction.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner {
namespace {

using Outcome = JournalEntry::Outcome;
using Kind = Subject::Kind;
using Verdict = Finding::Verdict;

/// The statement asks the server for a transaction of its own in a way its text does not show:
/// CLUSTER or REINDEX of a partitioned table, or what an extension adds.
bool refuses_transaction(const Error& error) {
    return error.server() && error.server()->sqlstate == "25001";
}

} // namespace

StatementRun::StatementRun(
    const ExecutionContext& context,
    const Session& session,
    const Step& step,
    const std::vector<JournalEntry>& journal
)
    : context_(context),
      step_(step),
      journal_(journal),
      own_session_(session),
      session_(context.connection, session, step.script),
      evidence_(context.connection),
      repair_(context, session_, evidence_, step),
      started_(std::chrono::steady_clock::now()) {}

void StatementRun::perform() {
    try {
        session_.start();
        look_before();
        RunnableStatements statements(step_.script);
        while (const auto statement = statements.next()) {
            ++number_;
            Progress progress;
            progress.statement = number_;
            progress.statements = step_.script.body->statements;
            progress.command = statement->command;
            context_.observer.progressed(step_, progress);
            perform_next(*statement);
        }
        check_all_met();
        check_indexes();
        finish();
    } catch (const Error&) {
        session_.end();
        throw;
    }
}

void StatementRun::perform_next(const Statement& statement) {
    const StatementText sent(step_.script, statement.span);
    const auto subject = read_subject(statement, sent.sql());
    if (step_.action == Step::Action::seed) {
        perform_in_seed(statement, subject);
        return;
    }
    const auto* entry = earlier();
    const bool done =
        entry != nullptr && (entry->outcome == Outcome::done || settle(*entry, statement));
    if (done) {
        check_unedited(*entry, statement);
        something_done_ = true;
    } else if (subject.kind == Kind::session) {
        run_for_the_session(statement);
    } else {
        perform_journalled(statement, subject);
        something_done_ = true;
    }
    watch(subject);
}

void StatementRun::perform_journalled(const Statement& statement, const Subject& subject) {
    check_lock_before(statement);
    if (statement.directives.batch) {
        run_in_rounds(statement, earlier());
    } else if (subject.kind != Kind::one_transaction || !run_together(statement)) {
        run_alone(statement, subject);
    }
}

void StatementRun::check_lock_before(const Statement& statement) {
    try {
        check_lock(context_);
    } catch (const Error& error) {
        if (!something_done_ || !is_answer(error, context_.connection)) {
            throw;
        }
        throw stopped(error, statement, "it was not sent, those before it are done", "runner up");
    }
}

/// A seed has no journal: it is written to be run again.
void StatementRun::perform_in_seed(const Statement& statement, const Subject& subject) {
    if (statement.directives.batch) {
        BatchRun(context_, session_, step_, statement, number_).perform(std::nullopt);
        return;
    }
    if (subject.is_concurrent()) {
        session_.suspend_lock_timeout();
    }
    run_statement(context_.connection, step_, statement);
    if (subject.is_concurrent()) {
        session_.restore_lock_timeout();
    }
}

/// On every attempt: the statements behind it may need it.
void StatementRun::run_for_the_session(const Statement& statement) {
    try {
        run_statement(context_.connection, step_, statement);
    } catch (const Error& error) {
        if (!something_done_) {
            throw;
        }
        throw stopped(error, statement, "it failed, those before it are done", "runner up");
    }
}

void StatementRun::run_in_rounds(const Statement& statement, const JournalEntry* earlier) {
    HistoryStore::Intent intent{.number = number_, .together = true, .rounds = 0};
    if (earlier != nullptr && earlier->rounds) {
        intent.rounds = earlier->rounds;
        intent.rows = earlier->rows;
    }
    begin(statement, intent);
    BatchRun batch(context_, session_, step_, statement, number_);
    try {
        batch.perform(BatchRun::Earlier{
            static_cast<std::uint64_t>(*intent.rounds), static_cast<std::uint64_t>(intent.rows)});
    } catch (const Error& error) {
        something_done_ = something_done_ || batch.rounds() > 0;
        const bool refused =
            is_answer(error, context_.connection) || error.kind() == ErrorKind::lock;
        if (refused && !something_done_) {
            stop_refused(error, statement);
        }
        if (refused) {
            end(Outcome::failed);
        }
        throw stopped(
            error,
            statement,
            "done of it so far: " + batch.so_far(),
            "runner up, which goes on behind that"
        );
    }
}

/// False when the server does not want it in a transaction.
bool StatementRun::run_together(const Statement& statement) {
    auto& connection = context_.connection;
    begin(statement, {.number = number_, .together = true});
    for (int attempt = 1;; ++attempt) {
        try {
            connection.execute("BEGIN");
            run_statement(connection, step_, statement);
            session_.become_ourselves();
            context_.store.end_statement(step_, number_, Outcome::done);
            session_.return_to_script();
            connection.commit();
            return true;
        } catch (const Error& error) {
            if (!is_answer(error, connection)) {
                stop_undone(error, statement);
            }
            session_.roll_back();
            if (refuses_transaction(error)) {
                return false;
            }
            if (!is_worth_retrying(error)) {
                stop_refused(error, statement);
            }
            if (attempt > context_.options.lock_retries) {
                stop_refused(given_up(error, attempt, context_.options.lock_timeout), statement);
            }
            const auto pause = backoff(attempt);
            context_.observer.retrying(step_, attempt, pause, error);
            connection.sleep(pause);
        }
    }
}

void StatementRun::run_alone(const Statement& statement, const Subject& subject) {
    if (subject.is_concurrent()) {
        session_.suspend_lock_timeout();
    }
    run_seen(statement, subject);
    if (subject.is_concurrent()) {
        session_.restore_lock_timeout();
    }
    end(Outcome::done);
}

void StatementRun::run_seen(const Statement& statement, const Subject& subject) {
    if (const auto finding = evidence_.index_in_the_way(subject)) {
        if (finding->verdict != Verdict::broken) {
            stop_refused(Error(ErrorKind::statement, finding->words), statement);
        }
        // IF NOT EXISTS would take it for the index that is wanted.
        repair_.carry_out(*finding, number_, text_of(statement));
    }
    const auto noted = evidence_.note(subject);
    begin(statement, {.number = number_, .noted = noted});
    try {
        run_statement(context_.connection, step_, statement);
    } catch (const Error& error) {
        if (!is_answer(error, context_.connection)) {
            stop_unknown(error, statement, subject.kind != Kind::other);
        }
        context_.connection.rollback();
        if (statement.command == "CALL" || statement.command == "DO") {
            end(Outcome::failed);
            throw stopped(
                error, statement, "it failed; what it had committed itself stays", "runner up"
            );
        }
        if (clean_up(error, statement, subject, noted)) {
            return;
        }
        stop_refused(error, statement);
    }
    check_result(statement, subject, noted);
}

/// The server's answer is not enough for an index: it must be valid.
void StatementRun::check_result(
    const Statement& statement, const Subject& subject, const std::optional<std::string>& noted
) {
    if (subject.kind != Kind::create_index && subject.kind != Kind::reindex) {
        return;
    }
    const auto finding = evidence_.look(subject, noted);
    if (finding.verdict != Verdict::broken) {
        return;
    }
    repair_.carry_out(finding, number_, text_of(statement));
    if (subject.kind == Kind::create_index) {
        stop_refused(Error(ErrorKind::statement, finding.words + " behind it"), statement);
    }
}

/// What a statement that works in several transactions has left is taken away at once. True when it
/// was finished instead.
bool StatementRun::clean_up(
    const Error& error,
    const Statement& statement,
    const Subject& subject,
    const std::optional<std::string>& noted
) {
    if (!subject.is_concurrent()) {
        return false;
    }
    try {
        const auto finding = evidence_.look(subject, noted);
        left_over_ = finding.verdict == Verdict::broken;
        if (!left_over_) {
            return false;
        }
        repair_.carry_out(finding, number_, text_of(statement));
        left_over_ = false;
        if (finding.repairs_finish) {
            repair_.tell(
                number_,
                text_of(statement),
                fmt::format("it failed ({}), and is finished now", error.what())
            );
        }
        return finding.repairs_finish;
    } catch (const Error& failure) {
        if (!is_answer(failure, context_.connection)) {
            stop_unknown(failure, statement, true);
        }
        return false; // the next runner up finds it
    }
}

bool StatementRun::settle(const JournalEntry& entry, const Statement& statement) {
    const auto text = text_of(statement);
    const bool known = !entry.sql.empty() || entry.checksum != checksum(text);
    try {
        if (!repair_.settle(entry, known ? std::string_view(entry.sql) : text)) {
            return false;
        }
    } catch (Error& error) {
        error.locate(step_.script.locate(statement.span.offset));
        throw;
    }
    end(Outcome::done);
    return true;
}

void StatementRun::watch(const Subject& subject) {
    if (auto indexes = evidence_.indexes_of(subject); !indexes.empty()) {
        watched_.push_back({number_, std::move(indexes)});
    }
}

/// What it looks at is committed already: the migration is not finished until it is content.
void StatementRun::verify() {
    try {
        verify_alone(context_, own_session_, *step_.verify);
    } catch (const Error& error) {
        context_.connection.rollback();
        if (!something_done_ || error.kind() == ErrorKind::connection) {
            throw;
        }
        throw stopped_at_the_end(
            error, "stopped at its verify script: it has run", "which only verifies again"
        );
    }
}

void StatementRun::finish() {
    session_.end();
    look_after();
    if (step_.verify) {
        verify();
    }
    pg::Transaction transaction(context_.connection, "BEGIN");
    try {
        check_lock(context_);
        UnchangedCheck(step_).conclude();
    } catch (const Error& error) {
        if (!something_done_ || !is_answer(error, context_.connection)) {
            throw;
        }
        throw stopped_at_the_end(
            error, "has run and is not recorded as applied", "which only records it"
        );
    }
    context_.store.record(step_, elapsed_since(started_));
    transaction.commit();
}

void StatementRun::begin(const Statement& statement, HistoryStore::Intent intent) {
    intent.sql = text_of(statement);
    intent.checksum = checksum(intent.sql);
    session_.keep_books([&] { context_.store.begin_statement(step_, intent); });
}

void StatementRun::end(Outcome outcome) {
    session_.keep_books([&] { context_.store.end_statement(step_, number_, outcome); });
}

const JournalEntry* StatementRun::earlier() const {
    const auto found = std::find_if(journal_.begin(), journal_.end(), [&](const auto& entry) {
        return entry.statement == static_cast<std::int64_t>(number_);
    });
    return found != journal_.end() ? &*found : nullptr;
}

std::string_view StatementRun::text_of(const Statement& statement) const {
    return step_.script.text.view().substr(statement.span.offset, statement.span.length);
}

} // namespace runner
