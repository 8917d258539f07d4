// The front door: what an application that embeds the library calls, and all that the program
// calls.
#pragma once

#include <runner/changes.hpp>
#include <runner/error.hpp>
#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/status.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace runner {

/// What was done, in order; what failed is in the exception.
struct Report {
    struct Done {
        Step::Action action = Step::Action::apply;
        Version version;
        std::string label;
        std::chrono::milliseconds took{0};
        /// In the schema, as far as it was found out.
        std::vector<Change> changes = {};
    };

    std::vector<Done> done;
    /// The last applied version afterwards, "007_add_users" as its file writes the number; empty:
    /// nothing is applied.
    std::string current_label;
    /// Its row; empty, too, when the connection was lost behind the last COMMIT.
    std::optional<Applied> current;
};

struct SeedRequest {
    std::vector<std::string> names; ///< empty: all; otherwise "003" or "003_name"
    bool force = false;             ///< run unchanged ones, too
    /// For development: the tables of all CSV seeds are emptied, and these run, changed or not.
    bool truncate = false;
};

/// Every command connects, works and disconnects; there is no hidden state in between.
/// All of them throw Error, and Error{interrupted} once Options::interrupt is raised.
class Runner {
public:
    explicit Runner(Options options);
    /// The observer outlives the runner.
    Runner(Options options, Observer& observer);

    /// What up(), down() or go_to() would do. Takes no lock and writes nothing.
    [[nodiscard]] Plan plan_up(const Target& target = {});
    [[nodiscard]] Plan plan_down(const Target& target = {});
    [[nodiscard]] Plan plan_go_to(const Target& target);

    /// Applies what is pending up to the target. Safe to call from many processes at once: one
    /// works, the others wait and find nothing left to do.
    Report up(const Target& target = {});
    /// up(), then seed(), under one lock.
    Report up_and_seed(const Target& target = {});
    Report down(const Target& target = {});
    /// Down or up, or down and then up, until the target, a version, is the last applied; in one
    /// run under one lock. Throws Error{usage} for a plan that reverts unless it may.
    Report go_to(const Target& target, bool may_revert = true);
    /// down() and up() of the last applied migration, of as many as the target counts, of a version
    /// and all that were applied after it, or of everything.
    Report redo(const Target& target = {});
    Report seed(const SeedRequest& request = {});

    [[nodiscard]] Status status();
    [[nodiscard]] History history();
    /// Where files and history disagree; empty: nowhere.
    [[nodiscard]] std::vector<Problem> verify();
    /// The same for the files alone; needs no database.
    [[nodiscard]] std::vector<Problem> verify_files() const;
    /// Decides about the statement in doubt of a migration that stopped half way: `applied` true
    /// goes on behind it, false runs it again. Returns what the journal knew of it.
    JournalEntry resolve(const Version& version, bool applied);

private:
    Options options_;
    Observer* observer_;
};

} // namespace runner
