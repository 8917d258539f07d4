// What has to be true before a step is recorded.
#pragma once

#include "execute/context.hpp"

#include <runner/plan.hpp>

namespace runner {

/// There is a lock. Throws Error{statement} when the script has released it.
void check_lock(const ExecutionContext& context);

/// Throws Error{statement} when the file is no longer the one that was planned.
void check_unchanged(const Step& step);

} // namespace runner
