// The part every acting command shares: from the plan to the committed steps.
#pragma once

#include "connect/server_identity.hpp"
#include "execute/executor.hpp"
#include "hooks/hook_runner.hpp"
#include "pg/advisory_lock.hpp"
#include "pg/pooler.hpp"
#include "work/connected.hpp"
#include "work/plannings.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/runner.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace runner {

/// What the history knew before, of what may run more than once.
struct LastRuns {
    std::vector<Seeded> seeds;
    std::vector<Repeated> repeatables;
};

class Work {
public:
    /// All of them outlive the work.
    Work(const Options& options, Observer& observer, Connected& session, Sources& sources)
        : options_(options),
          observer_(observer),
          session_(session),
          sources_(sources),
          hooks_(options, observer, session.connection) {}

    /// Nothing is done unless the plans of all `plannings`, together and under the lock, have this
    /// hash, or are empty: Error{history}. The plannings outlive the work.
    void expect(std::string plan_hash, const std::vector<Planning>& plannings) {
        expected_plan_ = std::move(plan_hash);
        expected_ = &plannings;
    }

    /// Plans, and when there is something to do takes the lock, reads the history again, plans
    /// again and executes. May be called again while the lock is held.
    void perform(const Planning& planning);

    [[nodiscard]] Report report() const { return report_; }

private:
    Plan plan_under_lock(const Planning& planning);
    void check_expected();
    Plan complete(const Planning& planning, std::vector<Step> read_before = {});
    void read_back();
    void ask(const Plan& plan);
    void refuse_expectation(pg::Pooling pooling) const;
    void take_lock(const Plan& plan);
    void carry_out(const Plan& plan);
    void execute(std::span<const Step> steps);
    void run_before(const Plan& plan);
    void run_after_each();
    void run_after(const Plan& plan);
    void run_on_failure(const Error& error, bool at_steps) noexcept;
    [[nodiscard]] HookFacts hook_facts() const;
    [[nodiscard]] bool lost_connection(const Error& error) const;
    std::size_t recover(
        std::span<const Step> steps, std::size_t earlier, const LastRuns& before, const Error& error
    );
    void connect_again(const Error& error);
    [[nodiscard]] bool is_done(const Step& step, const LastRuns& before) const;
    void
    note_done(const Step& step, std::chrono::milliseconds took, const std::vector<Change>& changes);
    void explain(Error& error, const Step& step) const;
    [[nodiscard]] std::string current() const;
    [[nodiscard]] std::string last_applied() const;

    const Options& options_;
    Observer& observer_;
    Connected& session_;
    Sources& sources_;
    ServerIdentity server_;
    pg::PoolerFacts pooler_;
    std::optional<pg::AdvisoryLock> lock_; // none behind a pooler in transaction mode
    std::optional<Executor> executor_;
    HookRunner hooks_;
    std::size_t hooked_ = 0;    // steps of the report that after_each was run for
    std::string expected_plan_; // empty: whatever there is to do
    const std::vector<Planning>* expected_ = nullptr;
    Report report_;
    std::size_t known_to_history_ = 0; // steps of the report that the loaded history holds
};

} // namespace runner
