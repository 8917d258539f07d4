// What an earlier attempt left that stands in the way of going on.
#pragma once

#include <runner/plan.hpp>

namespace runner {

/// Adds a problem for each statement whose outcome nobody wrote down. What another runner is at
/// right now is no such thing: it has the lock, and under the lock the answer is there. Nor is a
/// statement of the plan's first step: whoever runs it looks at what is there before anything runs.
void add_partial(const History& history, Plan& plan);

} // namespace runner
