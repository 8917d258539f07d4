#include "plan/planner.hpp"

#include "plan/partial.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>

namespace runner {
namespace {

using AppliedByVersion = std::map<Version, const Applied*>;

AppliedByVersion by_version(const History& history) {
    AppliedByVersion result;
    for (const auto& applied : history.migrations) {
        result.emplace(applied.version, &applied);
    }
    return result;
}

const Migration* find(const Sources& sources, const Version& version) {
    const auto found = std::lower_bound(
        sources.migrations.begin(),
        sources.migrations.end(),
        version,
        [](const Migration& migration, const Version& wanted) { return migration.version < wanted; }
    );
    return found != sources.migrations.end() && found->version == version ? &*found : nullptr;
}

std::string label_of(const Sources& sources, const Applied& applied) {
    const auto* migration = find(sources, applied.version);
    return migration != nullptr ? migration->label() : applied.version.digits + "_" + applied.name;
}

[[noreturn]] void unknown_version(const Version& version, const char* where) {
    Error error(
        ErrorKind::usage, fmt::format("there is no {} migration {}", where, version.digits)
    );
    error.say_advice("see which there are with: runner status");
    throw error;
}

Problem problem(
    Problem::Kind kind,
    const Version& version,
    const std::string& label,
    std::string message,
    std::string advice
) {
    return {
        .kind = kind,
        .version = version,
        .label = label,
        .message = label + " " + std::move(message),
        .advice = std::move(advice),
        .diff = {}};
}

Problem edited(const Migration& migration) {
    return problem(
        Problem::Kind::edited,
        migration.version,
        migration.label(),
        "was edited after it was applied",
        "put the file back as it was and make the change in a new migration: runner new NAME"
    );
}

Problem late(const Migration& migration, const Version& newest) {
    return problem(
        Problem::Kind::late,
        migration.version,
        migration.label(),
        fmt::format("is late: {} is already applied", newest.digits),
        "give it a higher number, or apply it all the same with: runner up --allow-out-of-order"
    );
}

Problem missing(const Sources& sources, const Applied& applied) {
    return problem(
        Problem::Kind::missing,
        applied.version,
        label_of(sources, applied),
        "is applied, but its file is missing",
        "bring the file back"
    );
}

Problem ahead(const Sources& sources, const Applied& applied) {
    return problem(
        Problem::Kind::ahead,
        applied.version,
        label_of(sources, applied),
        "is applied, but newer than every file here",
        "run the runner of the newer release"
    );
}

std::optional<Version> newest_applied(const AppliedByVersion& applied) {
    return applied.empty() ? std::nullopt : std::optional(applied.rbegin()->first);
}

bool is_ahead(const Sources& sources, const Version& version) {
    return sources.migrations.empty() || sources.migrations.back().version < version;
}

// Applied rows without a file, sorted into missing and ahead.
void add_missing(
    const Sources& sources, const AppliedByVersion& applied, const Policy& policy, Plan& plan
) {
    for (const auto& [version, row] : applied) {
        if (find(sources, version) != nullptr) {
            continue;
        }
        if (!is_ahead(sources, version)) {
            plan.problems.push_back(missing(sources, *row));
        } else if (policy.ahead == Options::Ahead::error) {
            plan.problems.push_back(ahead(sources, *row));
        } else if (policy.ahead == Options::Ahead::warn) {
            plan.notices.push_back(ahead(sources, *row).message);
        }
    }
}

Step apply_step(const Migration& migration) {
    Step step;
    step.action = Step::Action::apply;
    step.version = migration.version;
    step.label = migration.label();
    step.name = migration.name;
    step.script = migration.up;
    step.down = migration.down;
    return step;
}

void check_up_target(
    const Sources& sources, const AppliedByVersion& applied, const Target& target
) {
    if (target.kind == Target::Kind::base) {
        Error error(ErrorKind::usage, "up cannot go to base");
        error.say_advice("to revert everything, run: runner down base");
        throw error;
    }
    if (target.kind == Target::Kind::version && find(sources, target.version) == nullptr &&
        !applied.contains(target.version)) {
        unknown_version(target.version, "known");
    }
}

// How many of the last applied ones a target of `down` means.
std::size_t count_down(const History& history, const Target& target) {
    switch (target.kind) {
    case Target::Kind::standard:
        return 1;
    case Target::Kind::count:
        return target.count;
    case Target::Kind::base:
        return history.migrations.size();
    case Target::Kind::version:
        break;
    }
    const auto found = std::find_if(
        history.migrations.begin(),
        history.migrations.end(),
        [&](const Applied& applied) { return applied.version == target.version; }
    );
    if (found == history.migrations.end()) {
        unknown_version(target.version, "applied");
    }
    return static_cast<std::size_t>(history.migrations.end() - found) - 1;
}

bool runs_in(const Seed& seed, const std::string& environment) {
    const auto& wanted = seed.script.header.environments;
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), environment) != wanted.end();
}

bool is_named(const Seed& seed, const std::vector<std::string>& names) {
    return names.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
               return name == seed.name || Version::from(name) == seed.version;
           });
}

void check_seed_names(const Sources& sources, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        const bool known =
            std::any_of(sources.seeds.begin(), sources.seeds.end(), [&](const Seed& seed) {
                return is_named(seed, {name});
            });
        if (!known) {
            Error error(ErrorKind::usage, "there is no seed " + name);
            error.say_advice("see which there are with: runner status");
            throw error;
        }
    }
}

} // namespace

Match compare(const Script& script, const Checksum& checksum, const Checksum& fingerprint) {
    if (script.checksum == checksum) {
        return Match::same;
    }
    assert(script.body.has_value());
    return script.body->fingerprint == fingerprint ? Match::cosmetic : Match::edited;
}

Plan plan_up(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
) {
    const auto applied = by_version(history);
    const auto newest = newest_applied(applied);
    check_up_target(sources, applied, target);
    Plan plan;
    add_missing(sources, applied, policy, plan);
    for (const auto& migration : sources.migrations) {
        if (const auto row = applied.find(migration.version); row != applied.end()) {
            const auto match =
                compare(migration.up, row->second->checksum, row->second->fingerprint);
            if (match == Match::edited) {
                plan.problems.push_back(edited(migration));
            } else if (match == Match::cosmetic) {
                plan.notices.push_back(
                    migration.label() +
                    " differs from what was applied in comments, layout or letter case only"
                );
            }
            continue;
        }
        const bool wanted =
            target.kind == Target::Kind::standard ||
            (target.kind == Target::Kind::version && migration.version <= target.version) ||
            (target.kind == Target::Kind::count && plan.steps.size() < target.count);
        if (!wanted) {
            continue;
        }
        if (newest && migration.version < *newest && policy.late != Options::Late::apply) {
            if (policy.late == Options::Late::error) {
                plan.problems.push_back(late(migration, *newest));
            } else {
                plan.notices.push_back(late(migration, *newest).message + "; it is left out");
            }
            continue;
        }
        if (!migration.down && !migration.up.header.irreversible) {
            plan.notices.push_back(migration.label() + " has no down file: it cannot be reverted");
        }
        plan.steps.push_back(apply_step(migration));
    }
    add_partial(history, plan);
    return plan;
}

Plan plan_down(const Sources& sources, const History& history, const Target& target) {
    Plan plan;
    const auto count = std::min(count_down(history, target), history.migrations.size());
    for (auto row = history.migrations.rbegin(); plan.steps.size() < count; ++row) {
        const auto* migration = find(sources, row->version);
        Step step;
        step.action = Step::Action::revert;
        step.version = row->version;
        step.label = label_of(sources, *row);
        step.name = row->name;
        if (migration != nullptr && migration->up.header.irreversible) {
            plan.problems.push_back(problem(
                Problem::Kind::irreversible,
                row->version,
                step.label,
                "is irreversible: " + *migration->up.header.irreversible,
                "go forward with a new migration: runner new NAME"
            ));
        }
        if (migration != nullptr && migration->down) {
            step.script = *migration->down;
        } else {
            step.from_history = true;
        }
        plan.steps.push_back(std::move(step));
    }
    add_partial(history, plan);
    return plan;
}

Plan plan_seeds(
    const Sources& sources, const History& history, const SeedRequest& request, const Policy& policy
) {
    check_seed_names(sources, request.names);
    Plan plan;
    for (const auto& seed : sources.seeds) {
        if (!is_named(seed, request.names)) {
            continue;
        }
        if (!runs_in(seed, policy.environment)) {
            if (!request.names.empty()) {
                plan.notices.push_back(seed.name + " is not for this environment");
            }
            continue;
        }
        const auto row =
            std::find_if(history.seeds.begin(), history.seeds.end(), [&](const Seeded& seeded) {
                return seeded.name == seed.name;
            });
        const bool unchanged =
            row != history.seeds.end() &&
            compare(seed.script, row->checksum, row->fingerprint) != Match::edited;
        if (unchanged && !request.force && !seed.script.header.always) {
            continue;
        }
        Step step;
        step.action = Step::Action::seed;
        step.version = seed.version;
        step.label = seed.name;
        step.name = seed.name;
        step.script = seed.script;
        step.format = seed.format;
        step.table_schema = seed.table_schema;
        step.table = seed.table;
        plan.steps.push_back(std::move(step));
    }
    return plan;
}

std::vector<Problem>
find_problems(const Sources& sources, const History& history, const Policy& policy) {
    auto strict = policy;
    if (strict.late == Options::Late::warn) {
        strict.late = Options::Late::error;
    }
    if (strict.ahead == Options::Ahead::warn) {
        strict.ahead = Options::Ahead::error;
    }
    auto plan = plan_up(sources, history, {}, strict);
    plan.steps.clear(); // nobody is about to run them
    std::erase_if(plan.problems, [](const Problem& found) {
        return found.kind == Problem::Kind::partial;
    });
    add_partial(history, plan);
    auto problems = std::move(plan.problems);
    for (auto& found : find_file_problems(sources)) {
        problems.push_back(std::move(found));
    }
    return problems;
}

std::vector<Problem> find_file_problems(const Sources& sources) {
    std::vector<Problem> problems;
    for (const auto& migration : sources.migrations) {
        if (!migration.down && !migration.up.header.irreversible) {
            problems.push_back(problem(
                Problem::Kind::no_down,
                migration.version,
                migration.label(),
                "has no down file",
                "write one, or say why not at the top of the up file: -- @irreversible: reason"
            ));
        }
    }
    for (const auto& orphan : sources.orphans) {
        problems.push_back(problem(
            Problem::Kind::orphan,
            orphan.version,
            orphan.path.filename().string(),
            "has no up file",
            "bring the up file back, or remove it"
        ));
    }
    return problems;
}

} // namespace runner
