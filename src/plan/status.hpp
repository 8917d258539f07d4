// Files × history -> what a person wants to see. Pure.
#pragma once

#include "plan/planner.hpp"

#include <runner/status.hpp>

namespace runner {

/// Everything but Status::server. Bodies as for plan_up().
[[nodiscard]] Status
derive_status(const Sources& sources, const History& history, const Policy& policy);

} // namespace runner
