// plan_up(): what is pending, in the order in which it will run, and what keeps it from running.
#include "plan/lookup.hpp"
#include "plan/missing.hpp"
#include "plan/partial.hpp"
#include "plan/planner.hpp"
#include "plan/replacements.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {
namespace {

class UpPlan {
public:
    /// All of them outlive it.
    UpPlan(
        const Sources& sources, const History& history, const Target& target, const Policy& policy
    )
        : sources_(sources),
          history_(history),
          target_(target),
          policy_(policy),
          applied_(by_version(history)) {}

    /// Once.
    Plan make() {
        check_target();
        add_missing(sources_, applied_, policy_, plan_);
        for (const auto& migration : sources_.migrations) {
            if (const auto row = applied_.find(migration.version); row != applied_.end()) {
                look_at(migration, *row->second);
            } else if (is_wanted(migration)) {
                add(migration);
            }
        }
        // Written for the newest tables, they may not fit older ones.
        if (target_.kind == Target::Kind::standard) {
            for (const auto& repeatable : sources_.repeatables) {
                add(repeatable, {});
            }
        }
        refuse_unreached();
        tell_others();
        add_partial(history_, plan_);
        return std::move(plan_);
    }

private:
    void check_target() const;
    void look_at(const Migration& migration, const Applied& row);
    [[nodiscard]] bool is_wanted(const Migration& migration) const;
    void add(const Migration& migration);
    [[nodiscard]] bool is_late(const Migration& migration);
    void add(const Repeatable& repeatable, std::string_view for_whom);
    void refuse_unmet(
        const std::string& label,
        const Script& script,
        const Dependency& dependency,
        std::string_view for_whom
    );
    void refuse_unreached();
    void tell_others();

    [[nodiscard]] bool is_there(const Version& version) const {
        return applied_.contains(version) || added_.contains(version);
    }

    const Sources& sources_;
    const History& history_;
    const Target& target_;
    const Policy& policy_;
    const AppliedByVersion applied_;
    Plan plan_;
    std::set<Version> added_;         // by this plan
    std::set<std::string> looked_at_; // repeatables that have had their turn
    std::set<std::string> again_;     // those of them that run
    std::vector<std::string> others_; // not for this environment
    // Replaced, and not applied.
    std::vector<const Migration*> unreached_;
};

void UpPlan::check_target() const {
    if (target_.kind == Target::Kind::base) {
        Error error(ErrorKind::usage, "up cannot go to base");
        error.say_advice("to revert everything, run: runner down base");
        throw error;
    }
    if (target_.kind == Target::Kind::version) {
        const auto* file = find_migration(sources_, target_.version);
        const auto row = applied_.find(target_.version);
        if (file == nullptr && row == applied_.end()) {
            refuse_unknown(target_.version, "known");
        }
        check_target_name(target_, file, row == applied_.end() ? nullptr : row->second);
    }
}

void UpPlan::look_at(const Migration& migration, const Applied& row) {
    switch (compare(migration.up, row.checksum, row.fingerprint)) {
    case Match::same:
        break;
    case Match::cosmetic:
        plan_.notices.push_back(
            migration.label() +
            " differs from what was applied in comments, layout or letter case only"
        );
        break;
    case Match::edited:
        plan_.problems.push_back(problem(
            Problem::Kind::edited,
            migration.version,
            migration.label(),
            "was edited after it was applied",
            migration.replaced
                ? "it is replaced by " + replacement_of(sources_, migration).label() +
                      "; look at it with the files that were moved away"
                : "put the file back as it was and make the change in a new migration: runner new "
                  "NAME"
        ));
        break;
    }
}

bool UpPlan::is_wanted(const Migration& migration) const {
    switch (target_.kind) {
    case Target::Kind::version:
        return migration.version <= target_.version;
    case Target::Kind::count:
        return added_.size() < target_.count;
    default:
        return true;
    }
}

void UpPlan::add(const Migration& migration) {
    if (migration.replaced) {
        unreached_.push_back(&migration);
        added_.insert(migration.version); // those that depend on it are not wrong, too
        return;
    }
    if (!runs_in(migration.up, policy_.environment)) {
        others_.push_back(migration.label());
        return;
    }
    if (is_late(migration)) {
        return;
    }
    for (const auto& dependency : migration.up.header.depends) {
        if (dependency.version) {
            if (!is_there(*dependency.version)) {
                refuse_unmet(migration.label(), migration.up, dependency, {});
            }
            continue;
        }
        const auto& repeatable = *find_repeatable(sources_, dependency.repeatable);
        if (!runs_in(repeatable.script, policy_.environment)) {
            refuse_unmet(migration.label(), migration.up, dependency, {});
        } else {
            add(repeatable, migration.label());
        }
    }
    if (!migration.down && !migration.up.header.irreversible) {
        plan_.notices.push_back(migration.label() + " has no down file: it cannot be reverted");
    }
    Step step;
    step.action = Step::Action::apply;
    step.version = migration.version;
    step.label = migration.label();
    step.name = migration.name;
    step.script = migration.up;
    step.down = migration.down;
    step.verify = migration.verify;
    plan_.steps.push_back(std::move(step));
    added_.insert(migration.version);
}

/// When the policy does not say to apply it, it is a problem or left out.
bool UpPlan::is_late(const Migration& migration) {
    if (policy_.late == Options::Late::apply || applied_.empty() ||
        applied_.rbegin()->first < migration.version) {
        return false;
    }
    auto late = problem(
        Problem::Kind::late,
        migration.version,
        migration.label(),
        fmt::format("is late: {} is already applied", applied_.rbegin()->first.digits),
        "give it a higher number, or apply it all the same with: runner up --allow-out-of-order"
    );
    if (policy_.late == Options::Late::error) {
        plan_.problems.push_back(std::move(late));
        added_.insert(migration.version); // those that depend on it are not wrong, too
    } else {
        plan_.notices.push_back(late.message + "; it is left out");
    }
    return true;
}

/// `for_whom`: the migration that it has to run before.
void UpPlan::add(const Repeatable& repeatable, std::string_view for_whom) {
    if (!looked_at_.insert(repeatable.name).second) {
        return;
    }
    if (!runs_in(repeatable.script, policy_.environment)) {
        others_.push_back(repeatable.name);
        return;
    }
    const auto& depends = repeatable.script.header.depends;
    bool again = is_due(repeatable, history_);
    for (const auto& dependency : depends) {
        if (dependency.version) {
            again = again || added_.contains(*dependency.version);
        } else {
            add(*find_repeatable(sources_, dependency.repeatable), for_whom);
            again = again || again_.contains(dependency.repeatable);
        }
    }
    if (!again) {
        return;
    }
    for (const auto& dependency : depends) {
        const bool met =
            dependency.version
                ? is_there(*dependency.version)
                : runs_in(
                      find_repeatable(sources_, dependency.repeatable)->script, policy_.environment
                  );
        if (!met) {
            refuse_unmet(repeatable.name, repeatable.script, dependency, for_whom);
        }
    }
    Step step;
    step.action = Step::Action::repeat;
    step.label = repeatable.name;
    step.name = repeatable.name;
    step.script = repeatable.script;
    plan_.steps.push_back(std::move(step));
    again_.insert(repeatable.name);
}

void UpPlan::refuse_unmet(
    const std::string& label,
    const Script& script,
    const Dependency& dependency,
    std::string_view for_whom
) {
    const auto* migration =
        dependency.version ? find_migration(sources_, *dependency.version) : nullptr;
    const auto name = migration != nullptr ? migration->label() : dependency.name;
    const bool foreign = migration == nullptr || !runs_in(migration->up, policy_.environment);
    const bool late =
        !applied_.empty() && dependency.version && *dependency.version < applied_.rbegin()->first;
    const auto reason = foreign ? "which is not for this environment"
                        : late  ? "which is late and left out"
                                : "which comes later";
    const auto advice = foreign ? "give both the same @env"
                        : late  ? "apply it with: runner up --allow-out-of-order"
                        : for_whom.empty()
                            ? "give " + label + " a higher number than " + migration->digits
                            : "what a migration depends on may itself only depend on what comes "
                              "before it";
    auto found = problem(
        Problem::Kind::dependency,
        dependency.version.value_or(Version()),
        label,
        fmt::format(
            "depends on {}, {}{}{}",
            name,
            reason,
            for_whom.empty() ? "" : "; it has to run before ",
            for_whom
        ),
        advice
    );
    found.location = script.locate(dependency.offset);
    plan_.problems.push_back(std::move(found));
}

/// Neither the file that replaces them fits, nor are they here to be run.
void UpPlan::refuse_unreached() {
    if (unreached_.empty()) {
        return;
    }
    const auto& replacement = replacement_of(sources_, *unreached_.front());
    auto found = problem(
        Problem::Kind::missing,
        replacement.version,
        replacement.label(),
        fmt::format(
            "replaces migrations of which this database has run some, but not {}{}",
            unreached_.front()->label(),
            unreached_.size() > 1 ? fmt::format(" and {} more", unreached_.size() - 1) : ""
        ),
        fmt::format(
            "bring the database to {0} with the files that were moved away, where they are now: "
            "runner up --dir {1}",
            replacement.digits,
            (replacement.up.path.parent_path() / "archive" / replacement.digits).string()
        )
    );
    plan_.problems.push_back(std::move(found));
}

void UpPlan::tell_others() {
    constexpr std::size_t most_named = 3;
    if (others_.empty()) {
        return;
    }
    std::string names;
    for (std::size_t at = 0; at < std::min(most_named, others_.size()); ++at) {
        names += (at > 0 ? ", " : "") + others_[at];
    }
    if (others_.size() > most_named) {
        names += fmt::format(" and {} more", others_.size() - most_named);
    }
    plan_.notices.push_back("not for this environment, and left out: " + names);
}

} // namespace

// Times are the server's, and rows are written one after the other.
bool is_due(const Repeatable& repeatable, const History& history) {
    const auto last_run = [&history](const std::string& name) {
        return std::ranges::find(history.repeatables, name, &Repeated::name);
    };
    const auto row = last_run(repeatable.name);
    if (row == history.repeatables.end() ||
        compare(repeatable.script, row->checksum, row->fingerprint) == Match::edited) {
        return true;
    }
    return std::ranges::any_of(repeatable.script.header.depends, [&](const auto& dependency) {
        if (dependency.version) {
            const auto applied =
                std::ranges::find(history.migrations, *dependency.version, &Applied::version);
            return applied != history.migrations.end() && applied->applied_at > row->applied_at;
        }
        const auto other = last_run(dependency.repeatable);
        return other != history.repeatables.end() && other->applied_at > row->applied_at;
    });
}

Plan plan_up(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
) {
    return UpPlan(sources, history, target, policy).make();
}

} // namespace runner
