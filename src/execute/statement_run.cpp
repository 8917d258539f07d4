#include "execute/statement_run.hpp"

#include "execute/checks.hpp"
#include "execute/statement.hpp"
#include "parse/checksum.hpp"
#include "parse/script_statements.hpp"
#include "pg/transaction.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {

StatementRun::StatementRun(
    const ExecutionContext& context,
    const Session& session,
    const Step& step,
    const std::vector<JournalEntry>& journal
)
    : context_(context),
      session_(session),
      step_(step),
      journal_(journal),
      started_(std::chrono::steady_clock::now()) {}

void StatementRun::perform() {
    RunnableStatements statements(step_.script);
    std::size_t number = 0;
    while (const auto statement = statements.next()) {
        ++number;
        if (step_.action == Step::Action::seed) {
            context_.connection.execute(session_.statement_sql(step_.script, *statement));
            run_statement(context_.connection, step_, *statement);
            continue;
        }
        const auto text =
            step_.script.text.view().substr(statement->span.offset, statement->span.length);
        const auto known = std::find_if(journal_.begin(), journal_.end(), [&](const auto& entry) {
            return entry.statement == static_cast<std::int64_t>(number) &&
                   entry.outcome == JournalEntry::Outcome::done;
        });
        if (known == journal_.end()) {
            run_journalled(*statement, number);
        } else if (known->checksum != checksum(text)) {
            Error error(
                ErrorKind::partial,
                fmt::format("statement {} of {} was edited after it had run", number, step_.label),
                step_.script.locate(statement->span.offset)
            );
            error.say_advice(
                "put it back as it was, or undo its effect by hand and run: runner resolve " +
                step_.version.digits + " --not-applied"
            );
            throw error;
        }
    }
    finish();
}

void StatementRun::run_journalled(const Statement& statement, std::size_t number) {
    auto& connection = context_.connection;
    const auto text = step_.script.text.view().substr(statement.span.offset, statement.span.length);
    check_lock(context_);
    context_.store.begin_statement(step_, number, checksum(text));
    try {
        connection.execute(session_.statement_sql(step_.script, statement));
        run_statement(connection, step_, statement);
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
            context_.store.forget_statement(step_, number);
            throw;
        }
        if (answered) {
            context_.store.end_statement(step_, number, JournalEntry::Outcome::failed);
        }
        Error stopped = error.server() ? Error(ErrorKind::partial, error.what(), *error.server())
                                       : Error(ErrorKind::partial, error.what());
        if (error.kind() == ErrorKind::interrupted) {
            stopped = Error(ErrorKind::interrupted, error.what());
        }
        stopped.locate(error.location().value_or(step_.script.locate(statement.span.offset)));
        stopped.say_state(fmt::format(
            "{} stopped at statement {}: {}",
            step_.label,
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
                      step_.version.digits
                  )
        );
        throw stopped;
    }
    connection.execute(session_.own_role_sql());
    context_.store.end_statement(step_, number, JournalEntry::Outcome::done);
}

void StatementRun::finish() {
    pg::Transaction transaction(context_.connection, "BEGIN;" + session_.reset_sql());
    check_lock(context_);
    check_unchanged(step_);
    context_.store.record(step_, elapsed_since(started_));
    transaction.commit();
}

} // namespace runner
