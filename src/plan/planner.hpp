// Files × history -> plan. Pure: no clock, no disk, no database, so every rule is a unit test.
#pragma once

#include <runner/history.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/runner.hpp>

#include <string>
#include <vector>

namespace runner {

/// The rules that are the caller's to choose.
struct Policy {
    Options::Late late = Options::Late::error;
    Options::Ahead ahead = Options::Ahead::warn;
    std::string environment;
};

/// How an applied file compares with its row.
enum class Match { same, cosmetic, edited };

/// Needs the script's body when the checksums differ.
[[nodiscard]] Match
compare(const Script& script, const Checksum& checksum, const Checksum& fingerprint);

/// Whether `@env` lets the script run in an environment; empty: none is named.
[[nodiscard]] bool runs_in(const Script& script, const std::string& environment);

/// New, changed, or older than something that it depends on. Needs the body as compare() does.
[[nodiscard]] bool is_due(const Repeatable& repeatable, const History& history);

/// Everything not yet applied, up to the target, by number; without a target new and changed
/// repeatables behind it, after what they depend on. Throws Error{usage} when the target cannot be:
/// no such migration, another name, `base`.
[[nodiscard]] Plan
plan_up(const Sources& sources, const History& history, const Target& target, const Policy& policy);

/// The last applied, or as many as the target says, newest first. A step whose down file is not
/// there has `from_history` set and an empty script: the caller fills in the stored text.
/// Throws Error{usage} when the target is not applied.
[[nodiscard]] Plan plan_down(const Sources& sources, const History& history, const Target& target);

/// New and changed seeds of the environment, in order; with `force` the unchanged ones, too.
/// Throws Error{usage} for a name that is none.
[[nodiscard]] Plan plan_seeds(
    const Sources& sources, const History& history, const SeedRequest& request, const Policy& policy
);

/// Where files and history disagree, whatever the command.
[[nodiscard]] std::vector<Problem>
find_problems(const Sources& sources, const History& history, const Policy& policy);

/// What the files alone show: orphans, missing down files that nobody declared.
[[nodiscard]] std::vector<Problem> find_file_problems(const Sources& sources);

} // namespace runner
