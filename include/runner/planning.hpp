// What a run would do, looked at before it is done: statement by statement, with the size of the
// tables it touches, and with a hash to hold the run to it.
#pragma once

#include <runner/error.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/runner.hpp>
#include <runner/status.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {

struct PlanRequest {
    enum class Direction { up, down, go_to };

    Direction direction = Direction::up;
    Target target = {};
    bool seed = false; ///< up: and the seeds afterwards, as Runner::up_and_seed() does
};

/// A table, index or view that a plan touches.
struct TouchedTable {
    enum class State {
        known,   ///< it is there now
        made,    ///< it is not: `made_by` makes it
        missing, ///< it is not there, and no statement of the plan is seen to make it
    };

    std::string name; ///< as the files write it; once known as the catalog does: "public.orders"
    State state = State::missing;
    std::string made_by = {}; ///< label of a step
    std::string kind = {};    ///< "table", "index", "view" …; empty unless known
    /// The server's estimate; empty: it has never counted them.
    std::optional<std::int64_t> rows = std::nullopt;
    std::int64_t bytes = 0; ///< with indexes and TOAST, of all its partitions

    bool operator==(const TouchedTable&) const = default;
};

struct StatementReview {
    enum class Effect {
        definition, ///< CREATE, ALTER, DROP, COMMENT, GRANT …
        data,       ///< INSERT, UPDATE, DELETE, MERGE, COPY, TRUNCATE
        session,    ///< outlives the transaction: SET, RESET, LISTEN …
        other,      ///< a query, DO, CALL, maintenance
    };

    Position position;
    std::string command; ///< the command tag
    Effect effect = Effect::other;
    bool refuses_transaction = false;        ///< on this server
    std::optional<std::uint64_t> batch = {}; ///< `@batch`
    std::vector<std::size_t> tables = {};    ///< places in PlanReview::tables
    bool hidden = false;                     ///< DO, CALL: what else it touches is not known
};

struct StepReview {
    /// The first thousand; memory must not grow with the file.
    std::vector<StatementReview> statements;
    /// Each tag and how often, of all of them, in the order in which they appear first.
    std::vector<std::pair<std::string, std::size_t>> commands;
    std::vector<std::size_t> tables; ///< places in PlanReview::tables, of all of them
    bool changes_data = false;
    bool changes_session = false;
    bool hidden = false;
    /// Which transaction of the run, from 1; empty: each statement stands alone.
    std::optional<std::size_t> transaction;
    /// Which pipeline, from 1: those with the same number go to the server in one go.
    std::optional<std::size_t> pipeline;
};

struct PlanReview {
    Plan plan;
    std::vector<StepReview> steps; ///< one for each of the plan's, unless there are problems
    std::vector<TouchedTable> tables;
    /// Of everything that is decided: what runs, in which order and how, and what it finds applied.
    /// Not of where: the same plan on another database with the same history has the same hash.
    /// Empty when there are problems.
    std::string plan_hash;
    ServerInfo server;
    std::optional<Applied> current; ///< the last applied now
};

/// Takes no lock and writes nothing. Throws Error as Runner::status() does; where files and history
/// disagree is in PlanReview::plan.problems.
[[nodiscard]] PlanReview
review_plan(const Options& options, Observer& observer, const PlanRequest& request);

/// Runner::up(), up_and_seed() or down(), and nothing at all unless the plan is the one with this
/// hash when the runner's lock is held: Error{history}. A plan that has become empty is carried
/// out: somebody else has done what was reviewed.
Report carry_out_reviewed(
    const Options& options,
    Observer& observer,
    const PlanRequest& request,
    const std::string& plan_hash
);

/// Takes the pieces of a script, in order.
using ScriptSink = std::function<void(std::string_view)>;

/// The plan as one script for psql that needs nothing else: it takes the runner's lock, keeps the
/// same guards, writes the same history and skips what is done already. Nothing is written when
/// something cannot be in such a script: Error{usage}; or when the plan has problems.
void write_psql_script(
    const Options& options, Observer& observer, const PlanRequest& request, const ScriptSink& sink
);

/// What of the files a script is for when no database is asked.
struct OfflineRange {
    PlanRequest::Direction direction = PlanRequest::Direction::up;
    std::optional<Version> from; ///< the last that is applied; empty: none is
    std::optional<Version> to;   ///< the last afterwards; empty: up all of them, down none
};

/// The same without a connection, for a database where exactly the files up to `from` are applied;
/// the script checks that.
void write_psql_script(const Options& options, const OfflineRange& range, const ScriptSink& sink);

/// What became of a step that was tried and rolled back.
struct Rehearsed {
    enum class Outcome {
        passed,
        failed,
        left_out,
    };

    Step::Action action = Step::Action::apply;
    Version version;
    std::string label;
    Outcome outcome = Outcome::left_out;
    std::chrono::milliseconds took{0};
    std::optional<Error> error = std::nullopt; ///< failed: with its place in the file
    std::string reason = {};                   ///< left_out: why; passed: what was not tried
};

struct Rehearsal {
    Plan plan;
    std::vector<Rehearsed> steps; ///< one for each of the plan's
};

/// Runs the steps that have a transaction, in order and in one transaction, which is rolled back
/// whatever happens. Ends at the first that fails, and at the first that has no transaction: what
/// is behind it may depend on it. Holds the runner's lock meanwhile, so that no run is in the way.
/// Options::lock_timeout is used as it is, and the files' own is not. Throws Error{history} when
/// the plan has problems, Error{lock} when another runner outlasts Options::lock_wait.
[[nodiscard]] Rehearsal
rehearse(const Options& options, Observer& observer, const PlanRequest& request);

} // namespace runner
