// The pipeline, written out once: discover -> parse -> plan -> execute -> record. Every command is
// a walk through it; the rules are in the rooms.
#include "discover/sources.hpp"
#include "discover/sum_file.hpp"
#include "plan/moving.hpp"
#include "plan/planner.hpp"
#include "plan/replacements.hpp"
#include "plan/status.hpp"
#include "prepare/completion.hpp"
#include "prepare/variables.hpp"
#include "work/carry_out.hpp"
#include "work/connected.hpp"
#include "work/lock_keys.hpp"
#include "work/plannings.hpp"
#include "work/work.hpp"

#include <runner/runner.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace runner {
namespace {

Observer& silent_observer() {
    static Observer observer;
    return observer;
}

void add_sum_problems(
    std::vector<Problem>& problems, const Options& options, const Sources& sources
) {
    auto found = sum_problems(options, sources);
    problems.insert(
        problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end())
    );
}

} // namespace

Runner::Runner(Options options) : Runner(std::move(options), silent_observer()) {}

Runner::Runner(Options options, Observer& observer)
    : options_(std::move(options)), observer_(&observer) {}

Plan Runner::plan_up(const Target& target) {
    auto sources = discover(options_);
    if (options_.require_sum) {
        require_sum(options_, sources);
    }
    Connected session(options_, *observer_);
    examine_changes(sources, session.history, session.major_version());
    auto plan = runner::plan_up(sources, session.history, target, policy_of(options_));
    describe_edits(plan.problems, sources, session.store);
    read_companions(plan.steps);
    read_bodies(plan, session.major_version());
    give_values(plan, options_.variables);
    return plan;
}

Plan Runner::plan_down(const Target& target) {
    auto sources = discover(options_);
    Connected session(options_, *observer_);
    settle_replacements(sources, session.history);
    auto plan = runner::plan_down(sources, session.history, target);
    complete_reverts(plan, session.store);
    if (plan.problems.empty()) {
        read_bodies(plan, session.major_version());
        give_values(plan, options_.variables);
    }
    return plan;
}

Report Runner::up(const Target& target) {
    return carry_out(
        options_,
        *observer_,
        sources_to_apply(options_, Downs::leave),
        {planning_up(options_, target)}
    );
}

Report Runner::up_and_seed(const Target& target) {
    return carry_out(
        options_,
        *observer_,
        sources_to_apply(options_, Downs::leave),
        {planning_up(options_, target), planning_seeds(options_, {})}
    );
}

Report Runner::down(const Target& target) {
    return carry_out(options_, *observer_, discover(options_), {planning_down(target)});
}

Plan Runner::plan_go_to(const Target& target) {
    auto sources = discover(options_);
    Connected session(options_, *observer_);
    examine_changes(sources, session.history, session.major_version());
    auto plan = runner::plan_go_to(sources, session.history, target, policy_of(options_));
    complete_reverts(plan, session.store);
    describe_edits(plan.problems, sources, session.store);
    if (plan.problems.empty()) {
        read_companions(plan.steps);
        read_bodies(plan, session.major_version());
        give_values(plan, options_.variables);
    }
    return plan;
}

Report Runner::go_to(const Target& target, bool may_revert) {
    const auto planning = [&](const Sources& files, const History& history) {
        auto plan = runner::plan_go_to(files, history, target, policy_of(options_));
        if (!may_revert && !plan.empty() && plan.steps.front().action == Step::Action::revert) {
            throw Error(ErrorKind::usage, "going there reverts " + plan.steps.front().label);
        }
        return plan;
    };
    return carry_out(options_, *observer_, sources_to_apply(options_, Downs::read), {planning});
}

Report Runner::redo(const Target& target) {
    return carry_out(
        options_,
        *observer_,
        sources_to_apply(options_, Downs::read),
        {planning_redo(options_, target)}
    );
}

Report Runner::seed(const SeedRequest& request) {
    return carry_out(
        options_, *observer_, discover(options_, Downs::leave), {planning_seeds(options_, request)}
    );
}

Status Runner::status() {
    auto sources = discover(options_);
    Connected session(options_, *observer_);
    examine_changes(sources, session.history, session.major_version());
    auto status = derive_status(sources, session.history, policy_of(options_));
    status.server = server_facts(session.connection);
    return status;
}

History Runner::history() {
    Connected session(options_, *observer_);
    return session.history;
}

std::vector<Problem> Runner::verify() {
    auto sources = discover(options_);
    read_verifies(sources);
    Connected session(options_, *observer_);
    check_bodies(sources, session.major_version());
    examine_changes(sources, session.history, session.major_version());
    auto problems = find_problems(sources, session.history, policy_of(options_));
    describe_edits(problems, sources, session.store);
    place_problems(problems, sources);
    add_sum_problems(problems, options_, sources);
    return problems;
}

std::vector<Problem> Runner::verify_files() const {
    auto sources = discover(options_);
    read_verifies(sources);
    check_bodies(sources, 0);
    auto problems = find_file_problems(sources);
    place_problems(problems, sources);
    add_sum_problems(problems, options_, sources);
    return problems;
}

JournalEntry Runner::resolve(const Version& version, bool applied) {
    Connected session(options_, *observer_);
    const pg::AdvisoryLock lock(
        session.connection,
        lock_key(session.connection.database(), options_.history_schema),
        options_.lock_wait,
        [this](auto so_far, auto holder) { observer_->waiting_for_lock(so_far, holder); }
    );
    // Whoever had the lock may have answered the question.
    session.history = session.store.load();
    const auto& journal = session.history.journal;
    const auto find = [&](JournalEntry::Outcome outcome) {
        return std::find_if(journal.begin(), journal.end(), [&](const JournalEntry& entry) {
            return entry.version == version && entry.outcome == outcome;
        });
    };
    auto entry = find(JournalEntry::Outcome::unknown);
    if (entry == journal.end() && !applied) {
        entry = find(JournalEntry::Outcome::done);
    }
    if (entry == journal.end()) {
        Error error(
            ErrorKind::usage, "no statement of migration " + version.digits + " is in doubt"
        );
        error.say_advice("see what there is with: runner status");
        throw error;
    }
    session.store.resolve(*entry, applied);
    return *entry;
}

} // namespace runner
