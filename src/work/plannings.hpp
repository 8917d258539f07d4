// The rules of the planner, bound to what the caller has chosen: they are asked again and again, as
// the history moves until the lock is held.
#pragma once

#include "plan/planner.hpp"

#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/runner.hpp>

#include <functional>

namespace runner {

using Planning = std::function<Plan(const Sources&, const History&)>;

[[nodiscard]] Policy policy_of(const Options& options);

/// `options` outlive them.
[[nodiscard]] Planning planning_up(const Options& options, const Target& target);
[[nodiscard]] Planning planning_down(const Target& target);
/// The target is a version.
[[nodiscard]] Planning planning_go_to(const Options& options, const Target& target);
[[nodiscard]] Planning planning_redo(const Options& options, const Target& target);
[[nodiscard]] Planning planning_seeds(const Options& options, const SeedRequest& request);

} // namespace runner
