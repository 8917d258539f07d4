#include "execute/transaction_run.hpp"

#include "execute/csv_seed.hpp"
#include "execute/retry.hpp"
#include "execute/statement.hpp"
#include "parse/script_statements.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner {
namespace {

std::size_t statements_of(std::span<const Step> steps) {
    std::size_t sum = 0;
    for (const auto& step : steps) {
        sum += step.script.body->statements;
    }
    return sum;
}

} // namespace

TransactionRun::TransactionRun(
    const ExecutionContext& context,
    const Session& session,
    const Guards& guards,
    LockWatch& watch,
    std::span<const Step> steps,
    Committed committed
)
    : context_(context),
      session_(session),
      guards_(guards),
      watch_(watch),
      steps_(steps),
      committed_(std::move(committed)),
      may_look_(context.options.changes),
      statements_(statements_of(steps)),
      prepares_(!context.pooled),
      since_begin_(steps.size()) {}

const Step& TransactionRun::current() const {
    return steps_[sent_.empty() ? std::min(sending_, steps_.size() - 1) : sent_.front().step];
}

bool TransactionRun::is_atomic() const noexcept {
    return context_.options.atomic;
}

/// One flush at the end covers every earlier COMMIT: the log is written in order.
bool TransactionRun::is_durable(std::size_t at) const noexcept {
    return context_.options.durable == Options::Durable::each || at + 1 == steps_.size();
}

void TransactionRun::perform() {
    context_.connection.on_notice([this](const ServerMessage& message) {
        context_.observer.notice(current(), message);
    });
    begin_step(0);
    while (unfinished_ < steps_.size()) {
        try {
            send_from(unfinished_);
        } catch (const Error& error) {
            context_.connection.rollback();
            if (has_lost_prepared(error)) {
                prepares_ = false; // the script has deallocated them, and would again
                continue;
            }
            if (has_failed_look(error)) {
                may_look_ = false; // it is there for people to read: nothing may fail for it
                continue;
            }
            if (!is_worth_retrying(error) || !context_.connection.usable()) {
                throw;
            }
            pause_before_retry(error);
        }
    }
}

void TransactionRun::send_from(std::size_t first) {
    sent_.clear();
    may_leak_ = false; // what an attempt that was rolled back has changed is gone
    if (is_atomic()) {
        unfinished_ = 0;
        first = 0;
    }
    pg::Pipeline pipeline(
        context_.connection,
        [this](const pg::Result& result) { answered(result); },
        [this](const pg::Result& row) { verification_->look_at(*sent_.front().statement, row); }
    );
    try {
        try {
            for (sending_ = first; sending_ < steps_.size(); ++sending_) {
                send_step(pipeline, sending_);
            }
        } catch (const Error& error) {
            // What was sent before is answered before it is told.
            if (error.kind() != ErrorKind::connection && context_.connection.usable()) {
                pipeline.finish();
            }
            throw;
        }
        pipeline.finish();
    } catch (const Error& error) {
        auto told = explained(error, pipeline.ended_by_server());
        watch_.name_blockers(told);
        throw told;
    }
}

void TransactionRun::send_step(pg::Pipeline& pipeline, std::size_t at) {
    unchanged_.emplace(steps_[at]);
    send_opening(pipeline, at);
    if (steps_[at].action == Step::Action::seed && steps_[at].format == Seed::Format::csv) {
        pipeline.finish();
        load_csv_seed(context_.connection, steps_[at], [&](std::size_t sent) {
            unchanged_->sent(sent);
        });
    } else {
        send_statements(pipeline, at);
    }
    if (steps_[at].verify) {
        verify(pipeline, at);
    }
    send_closing(pipeline, at);
}

void TransactionRun::send_opening(pg::Pipeline& pipeline, std::size_t at) {
    const auto& step = steps_[at];
    if (!is_atomic() || at == 0) {
        send(pipeline, {Purpose::begin, at, 0, {}}, Session::begin_sql(step.script), {});
    }
    if (may_leak_ && !context_.pooled) {
        send(pipeline, {Purpose::look_at_settings, at, 0, {}}, session_.leaked_settings_sql(), {});
    }
    if (!context_.pooled) {
        send(pipeline, {Purpose::setting, at, 0, {}}, "RESET ALL", {});
    }
    look_before(pipeline, at); // before the file's own timeout, which is not meant for us
    auto values = session_.settings_values(step.script, is_durable(at));
    if (step.has_version()) {
        values.emplace_back(step.version.digits);
    }
    send_own(pipeline, {Purpose::guard, at, 0, {}}, opening(step.action), values);
}

void TransactionRun::send_statements(pg::Pipeline& pipeline, std::size_t at) {
    RunnableStatements statements(steps_[at].script);
    may_leak_ = false;
    for (std::size_t number = 1;; ++number) {
        auto statement = statements.next();
        if (!statement) {
            return;
        }
        may_leak_ = may_leak_ || statement->changes_session || statement->command == "DO" ||
                    statement->command == "CALL";
        const auto end = statement->span.offset + statement->span.length;
        send_statement(pipeline, at, number, std::move(*statement));
        unchanged_->sent(end);
    }
}

void TransactionRun::send_statement(
    pg::Pipeline& pipeline, std::size_t at, std::size_t number, Statement statement
) {
    const auto& step = steps_[at];
    if (statement.command == "COPY") {
        // libpq has no COPY in a pipeline.
        pipeline.finish();
        run_copy(step, statement, number);
        return;
    }
    if (wants_answers(at, number)) {
        pipeline.ask_for_answers();
    }
    const auto span = statement.span;
    send(
        pipeline,
        {Purpose::statement, at, number, std::move(statement)},
        StatementText(step.script, span).sql(),
        {}
    );
}

/// Whether to be told where the server is, instead of when its buffer is full. Not in the first of
/// many steps, while we are still sending: each answer would be a packet between ours.
bool TransactionRun::answers_matter(std::size_t at) const noexcept {
    constexpr std::size_t first_part = 10;
    return at >= steps_.size() / first_part;
}

/// The same before a statement; not for each of a million INSERTs, in one file or in many.
bool TransactionRun::wants_answers(std::size_t at, std::size_t number) const {
    constexpr std::size_t most_in_a_step = 100;
    constexpr std::size_t most_in_a_run = 500;
    const auto every =
        std::max(steps_[at].script.body->statements / most_in_a_step, statements_ / most_in_a_run);
    return number % (every + 1) == 0 && answers_matter(at);
}

/// Its answers are waited for: what it finds decides whether there is a COMMIT.
void TransactionRun::verify(pg::Pipeline& pipeline, std::size_t at) {
    const auto& script = *steps_[at].verify;
    const auto ours = [&](std::string_view sql, const pg::Parameters& values = {}) {
        send(pipeline, {Purpose::setting, at, 0, {}}, sql, values);
    };
    verification_.emplace(script);
    ours(Verification::begin_sql);
    if (!context_.pooled) {
        ours("RESET ALL");
    }
    for (const auto& sql : session_.own_role()) {
        ours(sql);
    }
    ours(
        "select " + session_.settings_sql(context_.pooled),
        session_.settings_values(script, is_durable(at))
    );
    StatementReader statements(script.text, script.path);
    for (std::size_t number = 1;; ++number) {
        auto statement = statements.next();
        if (!statement) {
            break;
        }
        const auto span = statement->span;
        send(
            pipeline,
            {Purpose::verification, at, number, std::move(statement)},
            StatementText(script, span).sql(),
            {}
        );
    }
    pipeline.finish();
    verification_->conclude();
    ours(Verification::undo_sql);
    ours(Verification::end_sql);
}

void TransactionRun::send_closing(pg::Pipeline& pipeline, std::size_t at) {
    const auto& step = steps_[at];
    send(pipeline, {Purpose::setting, at, 0, {}}, Session::no_timeout_sql, {});
    if (may_leak_) {
        send(
            pipeline,
            {Purpose::look_at_role, at, 0, {}},
            "select pg_catalog.current_setting('role'), session_user",
            {}
        );
    }
    for (const auto& sql : session_.own_role()) {
        send(pipeline, {Purpose::setting, at, 0, {}}, sql, {});
    }
    look_after(pipeline, at);
    unchanged_->conclude();
    send_own(
        pipeline,
        {Purpose::recording, at, 0, {}},
        recording(step.action),
        context_.store.recording_values(step)
    );
    if (!is_atomic() || at + 1 == steps_.size()) {
        if (answers_matter(at)) {
            pipeline.ask_for_answers(); // a COMMIT that is known to have begun is not cancelled
        }
        send(pipeline, {Purpose::commit, at, 0, {}}, "COMMIT", {});
    }
}

void TransactionRun::send(
    pg::Pipeline& pipeline, Sent command, std::string_view sql, const pg::Parameters& values
) {
    using Kind = pg::Pipeline::Kind;
    const auto kind = command.purpose == Purpose::statement      ? Kind::statement
                      : command.purpose == Purpose::verification ? Kind::question
                      : command.purpose == Purpose::commit       ? Kind::commit
                                                                 : Kind::own;
    sent_.push_back(std::move(command));
    pipeline.send(sql, values, kind);
}

/// A command whose text is the same for many steps.
void TransactionRun::send_own(
    pg::Pipeline& pipeline, Sent command, const Own& own, const pg::Parameters& values
) {
    sent_.push_back(std::move(command));
    if (prepares_) {
        pipeline.send_prepared(own.name, own.sql, values, pg::Pipeline::Kind::own);
    } else {
        pipeline.send(own.sql, values, pg::Pipeline::Kind::own);
    }
}

const TransactionRun::Own& TransactionRun::opening(Step::Action action) {
    auto& own = openings_[static_cast<std::size_t>(action)];
    if (own.sql.empty()) {
        own.sql = fmt::format(
            "select {}, {}",
            guards_.opening_sql(action, "$4::pg_catalog.numeric"),
            session_.settings_sql(context_.pooled)
        );
        own.name = fmt::format("runner_open_{}", static_cast<int>(action));
    }
    return own;
}

const TransactionRun::Own& TransactionRun::recording(Step::Action action) {
    auto& own = recordings_[static_cast<std::size_t>(action)];
    if (own.sql.empty()) {
        own.sql = context_.store.recording_sql(action, guards_.closing_sql());
        own.name = fmt::format("runner_record_{}", static_cast<int>(action));
    }
    return own;
}

} // namespace runner
