// The part of StatementRun that ends it before its end: what is said then of the statements.
#include "execute/statement_run.hpp"
#include "parse/checksum.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

using Outcome = JournalEntry::Outcome;

/// What has to be done before the next start.
std::string cure(const Error& error) {
    return error.advice().empty() ? "mend the cause" : error.advice();
}

} // namespace

void StatementRun::check_unedited(const JournalEntry& entry, const Statement& statement) const {
    if (entry.checksum == checksum(text_of(statement))) {
        return;
    }
    Error error(
        ErrorKind::partial,
        fmt::format("statement {} of {} was edited after it had run", number_, step_.label),
        step_.script.locate(statement.span.offset)
    );
    error.say_advice(
        "put it back as it was, or undo its effect by hand and run: runner resolve " +
        step_.version.digits + " --not-applied"
    );
    throw error;
}

void StatementRun::check_all_met() const {
    for (const auto& entry : journal_) {
        if (entry.statement > static_cast<std::int64_t>(number_) &&
            entry.outcome != Outcome::failed) {
            Error error(
                ErrorKind::partial,
                fmt::format(
                    "statement {} of {} has run, and the file has only {} now",
                    entry.statement,
                    step_.label,
                    number_
                ),
                Location{step_.script.path, {0, 0}, {}}
            );
            error.say_advice("put it back as it was");
            throw error;
        }
    }
}

void StatementRun::check_indexes() {
    for (const auto& [number, indexes] : watched_) {
        const auto invalid = evidence_.invalid_among(indexes);
        if (invalid.empty()) {
            continue;
        }
        session_.keep_books([&, number = number] {
            context_.store.end_statement(step_, number, Outcome::failed);
        });
        Error error(
            ErrorKind::partial,
            fmt::format(
                "index {} is INVALID at the end of {}, whose statement {} made it",
                fmt::join(invalid, ", "),
                step_.label,
                number
            ),
            Location{step_.script.path, {0, 0}, {}}
        );
        error.say_advice("run: runner up, which builds it again");
        throw error;
    }
}

void StatementRun::stop_refused(const Error& error, const Statement& statement) {
    if (!something_done_ && !left_over_) {
        session_.keep_books([&] { context_.store.forget_statement(step_, number_); });
        Error refused(error);
        refused.locate(step_.script.locate(statement.span.offset));
        throw refused;
    }
    end(Outcome::failed);
    throw stopped(
        error,
        statement,
        left_over_ ? "it failed and left a part of its work, which is cleaned up next time"
                   : "it failed, those before it are done",
        "runner up"
    );
}

/// What breaks off a transaction leaves nothing of it, and the journal says so; only a COMMIT may
/// have gone through.
void StatementRun::stop_undone(const Error& error, const Statement& statement) {
    if (error.kind() == ErrorKind::connection && !something_done_) {
        throw Error(error);
    }
    throw stopped(
        error,
        statement,
        error.kind() == ErrorKind::in_doubt ? "the history knows whether it is done"
                                            : "nothing of it was done, those before it are done",
        "runner up"
    );
}

void StatementRun::stop_unknown(const Error& error, const Statement& statement, bool seen_later) {
    if (seen_later) {
        throw stopped(error, statement, "what it has done is seen at the next start", "runner up");
    }
    Error unknown = stopped(error, statement, "whether it took effect is not known", {});
    unknown.say_advice(fmt::format(
        "look whether it took effect, then run: runner resolve {0} --applied, or: runner resolve "
        "{0} --not-applied",
        step_.version.digits
    ));
    throw unknown;
}

/// All its statements have run. `next` is what the next start will do.
Error StatementRun::stopped_at_the_end(
    const Error& error, std::string_view state, std::string_view next
) const {
    const auto kind =
        error.kind() == ErrorKind::interrupted ? ErrorKind::interrupted : ErrorKind::partial;
    Error result =
        error.server() ? Error(kind, error.what(), *error.server()) : Error(kind, error.what());
    if (error.location()) {
        result.locate(*error.location());
    }
    result.say_state(fmt::format("{} {}", step_.label, state));
    result.say_advice(fmt::format("{} and run: runner up, {}", cure(error), next));
    return result;
}

/// `command` is what to run next; empty: the caller says it.
Error StatementRun::stopped(
    const Error& error, const Statement& statement, std::string_view state, std::string_view command
) const {
    const auto kind =
        error.kind() == ErrorKind::interrupted ? ErrorKind::interrupted : ErrorKind::partial;
    Error result =
        error.server() ? Error(kind, error.what(), *error.server()) : Error(kind, error.what());
    result.locate(error.location().value_or(step_.script.locate(statement.span.offset)));
    result.say_state(fmt::format("{} stopped at statement {}: {}", step_.label, number_, state));
    if (!command.empty()) {
        result.say_advice(fmt::format(
            "{}run: {}", error.kind() == ErrorKind::statement ? cure(error) + " and " : "", command
        ));
    }
    return result;
}

} // namespace runner
