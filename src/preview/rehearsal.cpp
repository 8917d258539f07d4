// Nothing in here may commit. The files cannot: read_body() refuses transaction control at the top
// level, and inside of a block the server refuses it to DO and CALL. That the block is still open
// is looked at behind each statement all the same.
#include "preview/rehearsal.hpp"

#include "execute/csv_seed.hpp"
#include "execute/session.hpp"
#include "execute/statement.hpp"
#include "execute/verification.hpp"
#include "parse/script_statements.hpp"

#include <spdlog/fmt/fmt.h>

#include <chrono>

namespace runner {
namespace {

using Clock = std::chrono::steady_clock;
using Outcome = Rehearsed::Outcome;

class Rehearser {
public:
    Rehearser(pg::Connection& connection, const Options& options, Observer& observer)
        : connection_(connection), session_(connection, options), observer_(observer) {}

    ~Rehearser() { connection_.rollback(); }

    Rehearser(const Rehearser&) = delete;
    Rehearser& operator=(const Rehearser&) = delete;

    void perform(Rehearsal& rehearsal);

private:
    void run(const Step& step);
    void check_block(const Step& step, const Statement& statement) const;

    pg::Connection& connection_;
    Session session_;
    Observer& observer_;
};

/// What is deferred would speak at COMMIT, which never comes. Rolled back, so that the next file
/// finds its constraints as it would.
constexpr const char* ask_deferred =
    "savepoint runner_deferred; set constraints all immediate; "
    "rollback to savepoint runner_deferred; release savepoint runner_deferred";

void Rehearser::check_block(const Step& step, const Statement& statement) const {
    if (!connection_.in_block()) {
        throw Error(
            ErrorKind::statement,
            "a statement ended the transaction of the rehearsal",
            step.script.locate(statement.span.offset)
        );
    }
}

void Rehearser::run(const Step& step) {
    connection_.execute(session_.reset_sql());
    if (step.action == Step::Action::seed && step.format == Seed::Format::csv) {
        load_csv_seed(connection_, step);
    } else {
        RunnableStatements statements(step.script);
        while (const auto statement = statements.next()) {
            run_statement(connection_, step, *statement);
            check_block(step, *statement);
        }
    }
    try {
        connection_.execute(ask_deferred);
    } catch (Error& error) {
        error.locate({step.script.path, {0, 0}, {}});
        throw;
    }
    if (step.verify) {
        verify_inside(connection_, session_, *step.verify);
    }
}

void Rehearser::perform(Rehearsal& rehearsal) {
    connection_.execute("begin isolation level read committed read write");
    std::string reason;
    for (const auto& step : rehearsal.plan.steps) {
        Rehearsed result{.action = step.action, .version = step.version, .label = step.label};
        if (reason.empty() && !step.script.body->transactional) {
            result.reason = "it runs outside of a transaction";
            reason = fmt::format("it is behind {}, which was not rehearsed", step.label);
        } else if (!reason.empty()) {
            result.reason = reason;
        } else {
            const auto started = Clock::now();
            connection_.on_notice([&](const ServerMessage& message) {
                observer_.notice(step, message);
            });
            observer_.started(step);
            try {
                run(step);
                result.outcome = Outcome::passed;
                result.reason = step.verify ? "its verify script was not run" : "";
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::statement || !connection_.usable()) {
                    throw;
                }
                result.outcome = Outcome::failed;
                result.error = error;
                reason = fmt::format("it is behind {}, which failed", step.label);
            }
            result.took =
                std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started);
        }
        rehearsal.steps.push_back(std::move(result));
    }
    connection_.on_notice({});
}

} // namespace

void rehearse_steps(
    pg::Connection& connection, const Options& options, Observer& observer, Rehearsal& rehearsal
) {
    Rehearser(connection, options, observer).perform(rehearsal);
}

} // namespace runner
