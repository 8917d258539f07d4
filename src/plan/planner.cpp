#include "plan/planner.hpp"

#include "plan/lookup.hpp"
#include "plan/partial.hpp"
#include "plan/truncation.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <cassert>
#include <optional>
#include <set>

namespace runner {
namespace {

// How many of the last applied ones a target of `down` means.
std::size_t count_down(const Sources& sources, const History& history, const Target& target) {
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
        refuse_unknown(target.version, "applied");
    }
    check_target_name(target, find_migration(sources, target.version), &*found);
    return static_cast<std::size_t>(history.migrations.end() - found) - 1;
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

/// What stays applied must not lose what it depends on. A repeatable stays whatever happens: when
/// it stands in the way, the server says so.
void check_dependents(const Sources& sources, const History& history, Plan& plan) {
    std::set<Version> reverted;
    for (const auto& step : plan.steps) {
        reverted.insert(step.version);
    }
    for (const auto& row : history.migrations) {
        const auto* migration = find_migration(sources, row.version);
        if (migration == nullptr || reverted.contains(row.version)) {
            continue;
        }
        for (const auto& dependency : migration->up.header.depends) {
            if (dependency.version && reverted.contains(*dependency.version)) {
                auto found = problem(
                    Problem::Kind::dependency,
                    *dependency.version,
                    label_of(sources, *dependency.version),
                    "cannot be reverted: " + migration->label() + " depends on it and stays",
                    "go back further, so that " + migration->label() + " is reverted, too"
                );
                found.location = migration->up.locate(dependency.offset);
                plan.problems.push_back(std::move(found));
            }
        }
    }
    for (const auto& repeatable : sources.repeatables) {
        const bool ran = std::ranges::find(history.repeatables, repeatable.name, &Repeated::name) !=
                         history.repeatables.end();
        for (const auto& dependency : repeatable.script.header.depends) {
            if (ran && dependency.version && reverted.contains(*dependency.version)) {
                plan.notices.push_back(
                    repeatable.name + " stays, and depends on " +
                    label_of(sources, *dependency.version)
                );
            }
        }
    }
}

/// The highest version that a repeatable needs, be it through others.
const Dependency*
highest_need(const Sources& sources, const Repeatable& repeatable, std::set<std::string>& seen) {
    const Dependency* highest = nullptr;
    if (!seen.insert(repeatable.name).second) {
        return highest;
    }
    for (const auto& dependency : repeatable.script.header.depends) {
        const auto* other =
            dependency.version
                ? &dependency
                : highest_need(sources, *find_repeatable(sources, dependency.repeatable), seen);
        if (other != nullptr && (highest == nullptr || *highest->version < *other->version)) {
            highest = other;
        }
    }
    return highest;
}

/// A new database is built by number.
void check_order(const Sources& sources, std::vector<Problem>& problems) {
    for (const auto& migration : sources.migrations) {
        for (const auto& dependency : migration.up.header.depends) {
            std::set<std::string> seen;
            const auto* need =
                dependency.version
                    ? &dependency
                    : highest_need(sources, *find_repeatable(sources, dependency.repeatable), seen);
            if (need == nullptr || *need->version < migration.version) {
                continue;
            }
            const auto through = dependency.version ? "" : ", through " + dependency.repeatable;
            auto found = problem(
                Problem::Kind::dependency,
                migration.version,
                migration.label(),
                "depends on " + label_of(sources, *need->version) + through +
                    ", which a new database gets later",
                "give it a higher number than " + need->version->digits
            );
            found.location = migration.up.locate(dependency.offset);
            problems.push_back(std::move(found));
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

bool runs_in(const Script& script, const std::string& environment) {
    const auto& wanted = script.header.environments;
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), environment) != wanted.end();
}

Plan plan_down(const Sources& sources, const History& history, const Target& target) {
    Plan plan;
    const auto count = std::min(count_down(sources, history, target), history.migrations.size());
    for (auto row = history.migrations.rbegin(); plan.steps.size() < count; ++row) {
        const auto* migration = find_migration(sources, row->version);
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
    check_dependents(sources, history, plan);
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
        if (!runs_in(seed.script, policy.environment)) {
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
        const bool reloads = request.truncate && seed.format == Seed::Format::csv;
        if (unchanged && !request.force && !reloads && !seed.script.header.always) {
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
    if (request.truncate) {
        empty_tables_first(plan);
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
        if (!migration.down && !migration.up.header.irreversible && !migration.replaced) {
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
    check_order(sources, problems);
    return problems;
}

} // namespace runner
