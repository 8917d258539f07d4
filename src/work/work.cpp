#include "work/work.hpp"

#include "discover/sources.hpp"
#include "execute/pooling.hpp"
#include "execute/session.hpp"
#include "pg/waiting.hpp"
#include "plan/lookup.hpp"
#include "prepare/completion.hpp"
#include "prepare/plan_hash.hpp"
#include "prepare/variables.hpp"
#include "work/last_failure.hpp"
#include "work/lock_keys.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::vector<std::string> labels_of_reverts(const Plan& plan) {
    std::vector<std::string> labels;
    for (const auto& step : plan.steps) {
        if (step.action == Step::Action::revert) {
            labels.push_back(step.label);
        }
    }
    return labels;
}

/// duplicate_table, duplicate_object, duplicate_schema, duplicate_function
bool says_already_there(const Error& error) {
    constexpr std::array<std::string_view, 4> states = {"42P07", "42710", "42P06", "42723"};
    return error.server() &&
           std::find(states.begin(), states.end(), error.server()->sqlstate) != states.end();
}

/// One transaction for all of them has to be possible.
void refuse_divided(const Plan& plan) {
    for (const auto& step : plan.steps) {
        const auto& body = *step.script.body;
        if (body.transactional && body.transaction_modes.empty()) {
            continue;
        }
        Error error(
            ErrorKind::usage,
            body.transactional
                ? step.label + " has transaction modes of its own and cannot share a transaction"
                : step.label + " cannot run in a transaction",
            Location{step.script.path, {0, 0}, {}}
        );
        error.say_state("nothing was done");
        error.say_advice("leave out --atomic, or go there step by step: runner up VERSION");
        throw error;
    }
}

} // namespace

void Work::perform(const Planning& planning) {
    const auto until = Clock::now() + options_.lock_wait;
    for (;;) {
        const auto plan = plan_under_lock(planning);
        // Under the lock the plan may be another one, and seeds have a plan of their own.
        refuse_pooled(pooler_.pooling, plan, session_.connection.host());
        observer_.planned(plan);
        if (const auto words = words_on_last_failure(session_.history, plan); !words.empty()) {
            observer_.remark(words);
        }
        // After this point nothing is decided any more.
        try {
            carry_out(plan);
        } catch (const Error& error) {
            // Without a lock of the session others may be at work; each step is done once all the
            // same. What they have done need not be done by us.
            const bool others = lock_ == std::nullopt && Guards::says_other_runner(error);
            if (!others || !labels_of_reverts(plan).empty() || Clock::now() >= until) {
                throw;
            }
            pg::sleep(pg::pause_before_asking_again(), options_.interrupt);
            session_.history = session_.store.load();
            continue;
        }
        if (!plan.empty()) {
            read_back();
            run_after(plan);
        }
        break;
    }
    report_.current_label = last_applied();
    if (!session_.history.migrations.empty() && known_to_history_ == report_.done.size()) {
        report_.current = session_.history.migrations.back();
    }
}

/// Complete, and final when it holds anything.
Plan Work::plan_under_lock(const Planning& planning) {
    try {
        auto plan = complete(planning);
        if (!executor_ && !plan.empty()) {
            check_expected(); // nobody is asked about what will be refused
        }
        ask(plan); // before the lock is taken: a person may think for long, other runners wait
        if (executor_ || plan.empty()) {
            return plan;
        }
        const auto asked_for = labels_of_reverts(plan);
        take_lock(plan);
        plan = complete(planning, std::move(plan.steps));
        check_expected();
        if (labels_of_reverts(plan) != asked_for) {
            Error changed(
                ErrorKind::history, "somebody else changed the database at the same time"
            );
            changed.say_advice("look at it with: runner status");
            throw changed;
        }
        return plan;
    } catch (Error& error) {
        if (error.kind() != ErrorKind::usage && error.kind() != ErrorKind::source) {
            error.say_state(report_.done.empty() ? "nothing was done; " + current() : current());
        }
        throw;
    }
}

/// Of the whole run, since a review is one of the whole. An empty plan is no other plan: somebody
/// has done what was reviewed.
void Work::check_expected() {
    if (expected_plan_.empty()) {
        return;
    }
    std::vector<Step> steps;
    for (const auto& planning : *expected_) {
        auto plan = complete(planning);
        std::move(plan.steps.begin(), plan.steps.end(), std::back_inserter(steps));
    }
    const auto found = plan_hash(steps, session_.history, options_.atomic);
    if (steps.empty() || found == expected_plan_) {
        return;
    }
    Error changed(
        ErrorKind::history,
        fmt::format(
            "the plan is not the one that was reviewed: {} instead of {}", found, expected_plan_
        )
    );
    changed.say_advice("files or history have changed since: look at them with runner plan, and "
                       "review that");
    throw changed;
}

/// The history as it is now. The work is done, whatever becomes of the connection.
void Work::read_back() {
    try {
        try {
            session_.history = session_.store.load();
        } catch (const Error& error) {
            if (!lost_connection(error)) {
                throw;
            }
            connect_again(error);
        }
        known_to_history_ = report_.done.size();
    } catch (const Error& error) {
        observer_.remark(fmt::format("everything is committed, but: {}", error.what()));
    }
}

Plan Work::complete(const Planning& planning, std::vector<Step> read_before) {
    examine_changes(sources_, session_.history, session_.major_version());
    auto plan = planning(sources_, session_.history);
    take_over_reading(plan, read_before);
    complete_reverts(plan, session_.store);
    describe_edits(plan.problems, sources_, session_.store);
    refuse_problems(plan, current());
    read_companions(plan.steps);
    read_bodies(plan, session_.major_version());
    give_values(plan, options_.variables);
    if (options_.atomic) {
        refuse_divided(plan);
    }
    return plan;
}

void Work::ask(const Plan& plan) {
    if (labels_of_reverts(plan).size() > 1 && !observer_.approve(plan)) {
        Error declined(ErrorKind::usage, "not confirmed");
        declined.say_state("nothing was done");
        throw declined;
    }
}

void Work::refuse_expectation(pg::Pooling pooling) const {
    if (pooling != pg::Pooling::transaction_pooling || expected_plan_.empty()) {
        return;
    }
    Error pooled(
        ErrorKind::usage,
        "behind a pooler in transaction mode nobody can hold the database still for a plan"
    );
    pooled.say_state("nothing was done");
    pooled.say_advice("use a direct URL");
    throw pooled;
}

void Work::take_lock(const Plan& plan) {
    auto& connection = session_.connection;
    const auto key = lock_key(connection.database(), options_.history_schema);
    const Session session(connection, options_);
    // Idle timeouts meant for applications would end the session that holds the lock.
    const auto first = ask_primary(
        connection,
        {.boolean = pg::AdvisoryLock::try_sql(key),
         .setup = [&](auto condition) { return session.first_settings_sql(condition); }}
    );
    server_ = first.identity;
    pooler_ = {pg::Pooling::direct, connection.backend_pid()};
    if (first.pooled) {
        pooler_ = pg::find_pooler(connection, options_.interrupt);
        refuse_pooled(pooler_.pooling, plan, connection.host());
        refuse_expectation(pooler_.pooling);
    }
    const bool has_session = pooler_.pooling != pg::Pooling::transaction_pooling;
    if (has_session) {
        if (first.pooled) {
            connection.execute(session.reset_sql());
        }
        lock_.emplace(
            connection,
            key,
            options_.lock_wait,
            [this](auto so_far, auto holder) { observer_.waiting_for_lock(so_far, holder); },
            first.result
        );
    }
    // With the lock the history cannot move under us: somebody else may have done it all.
    session_.history = session_.store.load_or_create();
    for (auto& entry : session_.history.journal) {
        entry.running = false; // whoever sent it had the lock, and we have it now
    }
    executor_.emplace(
        ExecutionContext{
            .connection = connection,
            .store = session_.store,
            .lock = lock_ ? &*lock_ : nullptr,
            .observer = observer_,
            .options = options_,
            .pooled = !has_session,
            .backend_pid = pooler_.backend_pid},
        Guards(
            has_session ? std::optional(key) : std::nullopt,
            transaction_lock_key(connection.database(), options_.history_schema),
            session_.store.schema()
        ),
        [this](const Step& step, std::chrono::milliseconds took, const auto& changes) {
            note_done(step, took, changes);
        }
    );
}

void Work::note_done(
    const Step& step, std::chrono::milliseconds took, const std::vector<Change>& changes
) {
    report_.done.push_back({step.action, step.version, step.label, took, changes});
}

void Work::execute(std::span<const Step> steps) {
    const auto earlier = report_.done.size(); // of another plan
    const LastRuns before{session_.history.seeds, session_.history.repeatables};
    // A hook between two steps needs an end of the one before.
    const bool one_by_one = hooks_.has(&Hooks::after_each) && !options_.atomic;
    for (std::size_t done = 0; done < steps.size(); run_after_each()) {
        const auto count = one_by_one ? 1 : steps.size() - done;
        try {
            executor_->run(steps.subspan(done, count), session_.history.journal);
            done += count;
        } catch (Error& error) {
            if (!lost_connection(error)) {
                explain(error, *executor_->current());
                throw;
            }
            const auto found = recover(steps, earlier, before, error);
            if (found <= done && found < steps.size()) {
                // The next attempt would end in the same way.
                auto lost = error.server()
                                ? Error(ErrorKind::connection, error.what(), *error.server())
                                : Error(ErrorKind::connection, error.what());
                explain(lost, steps[found]);
                throw lost;
            }
            done = found;
        }
    }
}

/// Adds what is true now and what to do next.
void Work::explain(Error& error, const Step& step) const {
    if (error.kind() == ErrorKind::in_doubt) {
        error.say_state(fmt::format("whether {} was committed is not known", step.label));
        error.say_advice("run it again: the history knows whether it was committed");
        return;
    }
    constexpr std::array verbs = {"applied", "reverted", "kept", "applied"};
    error.say_state(fmt::format(
        "nothing of {} was {}; {}",
        step.label,
        verbs[static_cast<std::size_t>(step.action)],
        current()
    ));
    if (error.kind() == ErrorKind::statement && step.action == Step::Action::apply &&
        last_applied().empty() && says_already_there(error)) {
        error.say_advice(
            "if the database had this before runner came, mark what is there as applied: runner "
            "baseline VERSION"
        );
    }
    if (error.kind() == ErrorKind::statement) {
        error.say_advice(
            step.action == Step::Action::seed     ? "mend the seed and run: runner seed"
            : step.action == Step::Action::revert ? "mend the file and run: runner down"
                                                  : "mend the file and run: runner up"
        );
    }
}

/// "006_x is the current version"
std::string Work::current() const {
    const auto last = last_applied();
    return last.empty() ? "nothing is applied" : last + " is the current version";
}

std::string Work::last_applied() const {
    auto left = session_.history.migrations.size();
    std::vector<std::string> fresh;
    for (auto at = known_to_history_; at < report_.done.size(); ++at) {
        const auto& done = report_.done[at];
        if (done.action == Step::Action::apply) {
            fresh.push_back(done.label);
        } else if (done.action == Step::Action::revert && !fresh.empty()) {
            fresh.pop_back();
        } else if (done.action == Step::Action::revert) {
            --left;
        }
    }
    if (!fresh.empty()) {
        return fresh.back();
    }
    return left == 0 ? std::string() : label_of(sources_, session_.history.migrations[left - 1]);
}

} // namespace runner
