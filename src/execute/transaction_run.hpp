// Transactional steps, one behind the other through one pipeline: each in a transaction of its own,
// or all of them in one, and not a round trip between them.
#pragma once

#include "changes/look.hpp"
#include "changes/named_objects.hpp"
#include "changes/seen_objects.hpp"
#include "execute/checks.hpp"
#include "execute/context.hpp"
#include "execute/guards.hpp"
#include "execute/lock_watch.hpp"
#include "execute/session.hpp"
#include "execute/verification.hpp"
#include "pg/pipeline.hpp"

#include <runner/changes.hpp>
#include <runner/plan.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class TransactionRun {
public:
    /// Told of each step whose COMMIT the server has answered, and what it changed in the schema.
    using Committed =
        std::function<void(const Step&, std::chrono::milliseconds, const std::vector<Change>&)>;

    /// All of them outlive the run.
    TransactionRun(
        const ExecutionContext& context,
        const Session& session,
        const Guards& guards,
        LockWatch& watch,
        std::span<const Step> steps,
        Committed committed
    );

    /// Returns when every step is committed. An error belongs to current(): the steps before it are
    /// committed, it is rolled back, and nothing behind it was done. Throws Error{in_doubt} when
    /// the connection broke while the server may have been committing.
    void perform();

    /// The step that is at work, or was when perform() threw.
    [[nodiscard]] const Step& current() const;

private:
    enum class Purpose {
        begin,
        setting,
        look_at_role,
        look_at_settings,
        guard,
        look_settings,
        look_before,
        look_after,
        statement,
        verification,
        recording,
        commit
    };

    /// A command that has no answer yet.
    struct Sent {
        Purpose purpose;
        std::size_t step;
        std::size_t number; ///< of the statement, from 1
        std::optional<Statement> statement;
    };

    /// What a step's transaction began with, and what it ended with.
    struct Looks {
        SeenObjects before;
        SeenObjects after;
    };

    /// A command of ours whose text does not depend on the step.
    struct Own {
        std::string name;
        std::string sql;
    };

    void send_from(std::size_t first);
    void send_step(pg::Pipeline& pipeline, std::size_t at);
    void send_opening(pg::Pipeline& pipeline, std::size_t at);
    void send_statements(pg::Pipeline& pipeline, std::size_t at);
    void
    send_statement(pg::Pipeline& pipeline, std::size_t at, std::size_t number, Statement statement);
    void verify(pg::Pipeline& pipeline, std::size_t at);
    void send_closing(pg::Pipeline& pipeline, std::size_t at);
    void
    send(pg::Pipeline& pipeline, Sent command, std::string_view sql, const pg::Parameters& values);
    void
    send_own(pg::Pipeline& pipeline, Sent command, const Own& own, const pg::Parameters& values);
    const Own& opening(Step::Action action);
    const Own& recording(Step::Action action);
    // What a step changes in the schema, in transaction_run_changes.cpp.
    void look_before(pg::Pipeline& pipeline, std::size_t at);
    void look_after(pg::Pipeline& pipeline, std::size_t at);
    void send_look(pg::Pipeline& pipeline, std::size_t at, Purpose purpose, Extent extent);
    [[nodiscard]] bool looks_at(std::size_t at) const;
    [[nodiscard]] bool has_failed_look(const Error& error) const;
    [[nodiscard]] std::vector<Change> changes_of(std::size_t at);
    void answered(const pg::Result& result);
    [[nodiscard]] bool answers_matter(std::size_t at) const noexcept;
    [[nodiscard]] bool wants_answers(std::size_t at, std::size_t number) const;
    void run_copy(const Step& step, const Statement& statement, std::size_t number);
    void tell_progress(const Step& step, const Statement& statement, std::size_t number);
    void note_role(const pg::Result& found);
    void report_leaks(const Step& step, const pg::Result& found);
    void begin_step(std::size_t at);
    void finish_step();
    [[nodiscard]] std::chrono::milliseconds took(std::size_t at) const;
    [[nodiscard]] bool is_atomic() const noexcept;
    [[nodiscard]] bool is_durable(std::size_t at) const noexcept;
    [[nodiscard]] Error explained(const Error& error, bool ended_by_server) const;
    [[nodiscard]] bool has_lost_prepared(const Error& error) const;
    void pause_before_retry(const Error& error);

    const ExecutionContext& context_;
    const Session& session_;
    const Guards& guards_;
    LockWatch& watch_;
    std::span<const Step> steps_;
    Committed committed_;
    std::array<Own, 4> openings_;              // by action
    std::array<Own, 4> recordings_;            // by action
    std::optional<Verification> verification_; // of the step that is being sent
    std::optional<UnchangedCheck> unchanged_;  // the same
    NamedObjects named_;                       // by the same
    std::map<std::size_t, Looks> looks_;       // of steps that are not committed
    bool may_look_;                            // until a look fails
    std::size_t statements_;                   // of all steps
    bool prepares_;                            // a pooler may give each transaction another backend
    bool may_leak_ = false;      // the step that was sent last can have changed its session
    std::string leaked_role_;    // how the step before left it
    std::deque<Sent> sent_;      // the oldest first
    std::size_t sending_ = 0;    // the step whose commands are being sent
    std::size_t unfinished_ = 0; // the first step that is not committed
    int attempt_ = 1;
    std::vector<std::chrono::milliseconds> since_begin_; // of each step, when it was recorded
};

} // namespace runner
