// What a plan looks like, whatever command shows it.
#pragma once

#include "cli/commands/commands.hpp"

#include <runner/planning.hpp>

#include <string>

namespace runner::cli {

/// The plan on standard output. Returns the exit status its problems call for.
int show_plan(Context& context, const PlanReview& review);

/// The value of --expect-plan; empty without it. Throws Error{usage} for what is no hash.
[[nodiscard]] std::string expected_plan(const Arguments& arguments);

} // namespace runner::cli
