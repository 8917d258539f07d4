// The pipeline, written out once: discover -> parse -> plan -> execute -> record. Every command is
// a walk through it; the rules are in the rooms.
#include "connect/server.hpp"
#include "discover/sources.hpp"
#include "execute/executor.hpp"
#include "parse/checksum.hpp"
#include "pg/advisory_lock.hpp"
#include "plan/planner.hpp"
#include "plan/status.hpp"
#include "prepare/completion.hpp"
#include "record/history_store.hpp"

#include <runner/runner.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace runner {
namespace {

Observer& silent_observer() {
    static Observer observer;
    return observer;
}

Policy policy_of(const Options& options) {
    return {.late = options.late, .ahead = options.ahead, .environment = options.environment};
}

// The schema's name may hold anything; the length keeps "a" + "bc" and "ab" + "c" apart.
std::int64_t lock_key(const std::string& database, const std::string& schema) {
    return hash64(fmt::format("runner lock 1/{}/{}/{}", database.size(), database, schema));
}

/// What every command holds while it works.
struct Connected {
    Connected(const Options& options, Observer& observer)
        : server(options, observer),
          connection(server.connect()),
          store(connection, options.history_schema, options.store_limit),
          history(store.load()) {}

    /// What read_body() asks for.
    [[nodiscard]] unsigned major_version() const noexcept {
        return static_cast<unsigned>(connection.server_version()) / 10'000;
    }

    Server server;
    pg::Connection connection;
    HistoryStore store;
    History history;
};

using Planning = std::function<Plan(const Sources&, const History&)>;

Planning planning_up(const Options& options, const Target& target) {
    return [&options, target](const Sources& files, const History& history) {
        return plan_up(files, history, target, policy_of(options));
    };
}

Planning planning_seeds(const Options& options, const SeedRequest& request) {
    return [&options, request](const Sources& files, const History& history) {
        return plan_seeds(files, history, request, policy_of(options));
    };
}

/// The part every acting command shares: from the plan to the committed steps.
class Work {
public:
    Work(const Options& options, Observer& observer, Connected& session, Sources& sources)
        : options_(options), observer_(observer), session_(session), sources_(sources) {}

    /// Plans, and when there is something to do takes the lock, reads the history again, plans
    /// again and executes. May be called again while the lock is held.
    void perform(const Planning& planning) {
        auto plan = complete(planning);
        ask(plan); // before the lock is taken: a person may think for long, other runners wait
        if (!lock_ && !plan.empty()) {
            const auto asked_for = labels_of_reverts(plan);
            take_lock();
            // From here on the history cannot move under us: somebody else may have done it all.
            session_.history = session_.store.load();
            for (auto& entry : session_.history.journal) {
                entry.running = false; // whoever sent it had the lock, and we have it now
            }
            plan = complete(planning);
            if (labels_of_reverts(plan) != asked_for) {
                Error changed(
                    ErrorKind::history, "somebody else changed the database at the same time"
                );
                changed.say_state("nothing was done; " + current());
                changed.say_advice("look at it with: runner status");
                throw changed;
            }
        }
        observer_.planned(plan);
        // After this point nothing is decided any more.
        for (const auto& step : plan.steps) {
            execute(step);
        }
        if (!plan.empty()) {
            session_.history = session_.store.load();
            known_to_history_ = report_.done.size();
        }
        if (!session_.history.migrations.empty()) {
            report_.current = session_.history.migrations.back();
            report_.current_label = last_applied();
        }
    }

    [[nodiscard]] Report report() const { return report_; }

private:
    Plan complete(const Planning& planning) {
        examine_changes(sources_, session_.history, session_.major_version());
        auto plan = planning(sources_, session_.history);
        complete_reverts(plan, session_.store);
        describe_edits(plan.problems, sources_, session_.store);
        refuse_problems(plan, current());
        read_downs(plan.steps);
        read_bodies(plan, session_.major_version());
        return plan;
    }

    void ask(const Plan& plan) {
        if (labels_of_reverts(plan).size() > 1 && !observer_.approve(plan)) {
            Error declined(ErrorKind::usage, "not confirmed");
            declined.say_state("nothing was done");
            throw declined;
        }
    }

    static std::vector<std::string> labels_of_reverts(const Plan& plan) {
        std::vector<std::string> labels;
        for (const auto& step : plan.steps) {
            if (step.action == Step::Action::revert) {
                labels.push_back(step.label);
            }
        }
        return labels;
    }

    void take_lock() {
        auto& connection = session_.connection;
        refuse_read_only(connection);
        // Idle timeouts meant for applications would end the session that holds the lock.
        connection.execute(Session(connection, options_).reset_sql());
        lock_.emplace(
            connection,
            lock_key(connection.database(), options_.history_schema),
            options_.lock_wait,
            [this](auto so_far, auto holder) { observer_.waiting_for_lock(so_far, holder); }
        );
        session_.store.create();
        executor_.emplace(ExecutionContext{connection, session_.store, *lock_, observer_, options_}
        );
    }

    void execute(const Step& step) {
        std::vector<JournalEntry> journal;
        for (const auto& entry : session_.history.journal) {
            const bool down = entry.direction == JournalEntry::Direction::down;
            if (entry.version == step.version && down == (step.action == Step::Action::revert)) {
                journal.push_back(entry);
            }
        }
        try {
            const auto took = executor_->run(step, journal);
            report_.done.push_back({step.action, step.version, step.label, took});
        } catch (Error& error) {
            error.say_state(state_after(step, error));
            if (error.kind() == ErrorKind::statement) {
                error.say_advice(
                    step.action == Step::Action::seed     ? "mend the seed and run: runner seed"
                    : step.action == Step::Action::revert ? "mend the file and run: runner down"
                                                          : "mend the file and run: runner up"
                );
            } else if (error.kind() == ErrorKind::in_doubt) {
                error.say_advice("run it again: the history knows whether it was committed");
            }
            throw;
        }
    }

    /// What is true after a step that did not go through.
    [[nodiscard]] std::string state_after(const Step& step, const Error& error) const {
        if (error.kind() == ErrorKind::in_doubt) {
            return fmt::format("whether {} was committed is not known", step.label);
        }
        constexpr std::array verbs = {"applied", "reverted", "kept"};
        return fmt::format(
            "nothing of {} was {}; {}",
            step.label,
            verbs[static_cast<std::size_t>(step.action)],
            current()
        );
    }

    /// "006_x is the current version"
    [[nodiscard]] std::string current() const {
        const auto last = last_applied();
        return last.empty() ? "nothing is applied" : last + " is the current version";
    }

    [[nodiscard]] std::string last_applied() const {
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
        return left == 0 ? std::string() : label_of(session_.history.migrations[left - 1]);
    }

    [[nodiscard]] std::string label_of(const Applied& row) const {
        const auto file = std::find_if(
            sources_.migrations.begin(),
            sources_.migrations.end(),
            [&](const Migration& migration) { return migration.version == row.version; }
        );
        return file != sources_.migrations.end() ? file->label()
                                                 : row.version.digits + "_" + row.name;
    }

    const Options& options_;
    Observer& observer_;
    Connected& session_;
    Sources& sources_;
    std::optional<pg::AdvisoryLock> lock_;
    std::optional<Executor> executor_;
    Report report_;
    std::size_t known_to_history_ = 0; // steps of the report that the loaded history holds
};

/// One plan after the other, under one lock.
Report carry_out(
    const Options& options, Observer& observer, Downs downs, const std::vector<Planning>& plannings
) {
    auto sources = discover(options, downs);
    // From here on no file is read twice.
    Connected session(options, observer);
    Work work(options, observer, session, sources);
    for (const auto& planning : plannings) {
        work.perform(planning);
    }
    return work.report();
}

} // namespace

Runner::Runner(Options options) : Runner(std::move(options), silent_observer()) {}

Runner::Runner(Options options, Observer& observer)
    : options_(std::move(options)), observer_(&observer) {}

Plan Runner::plan_up(const Target& target) {
    auto sources = discover(options_);
    Connected session(options_, *observer_);
    examine_changes(sources, session.history, session.major_version());
    auto plan = runner::plan_up(sources, session.history, target, policy_of(options_));
    describe_edits(plan.problems, sources, session.store);
    read_bodies(plan, session.major_version());
    return plan;
}

Plan Runner::plan_down(const Target& target) {
    auto sources = discover(options_);
    Connected session(options_, *observer_);
    auto plan = runner::plan_down(sources, session.history, target);
    complete_reverts(plan, session.store);
    if (plan.problems.empty()) {
        read_bodies(plan, session.major_version());
    }
    return plan;
}

Report Runner::up(const Target& target) {
    return carry_out(options_, *observer_, Downs::leave, {planning_up(options_, target)});
}

Report Runner::up_and_seed(const Target& target) {
    return carry_out(
        options_,
        *observer_,
        Downs::leave,
        {planning_up(options_, target), planning_seeds(options_, {})}
    );
}

Report Runner::down(const Target& target) {
    return carry_out(options_, *observer_, Downs::read, {[&](auto& files, auto& history) {
                         return runner::plan_down(files, history, target);
                     }});
}

Report Runner::redo(std::size_t count) {
    std::vector<Version> reverted;
    const auto down = [&](const Sources& files, const History& history) {
        auto plan = runner::plan_down(
            files, history, {.kind = Target::Kind::count, .count = count, .version = {}}
        );
        require_up_files(plan, files);
        reverted.clear();
        for (const auto& step : plan.steps) {
            reverted.push_back(step.version);
        }
        return plan;
    };
    const auto up = [&](const Sources& files, const History& history) {
        auto policy = policy_of(options_);
        policy.late = Options::Late::apply; // they were applied a moment ago, in this order
        auto plan = runner::plan_up(files, history, {}, policy);
        std::erase_if(plan.steps, [&](const Step& step) {
            return std::find(reverted.begin(), reverted.end(), step.version) == reverted.end();
        });
        return plan;
    };
    return carry_out(options_, *observer_, Downs::read, {down, up});
}

Report Runner::seed(const SeedRequest& request) {
    return carry_out(options_, *observer_, Downs::leave, {planning_seeds(options_, request)});
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
    Connected session(options_, *observer_);
    check_bodies(sources, session.major_version());
    examine_changes(sources, session.history, session.major_version());
    auto problems = find_problems(sources, session.history, policy_of(options_));
    describe_edits(problems, sources, session.store);
    return problems;
}

std::vector<Problem> Runner::verify_files() const {
    const auto sources = discover(options_);
    check_bodies(sources, 0);
    return find_file_problems(sources);
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
