// What is another one in the second look than it was in the first. Pure.
#pragma once

#include "changes/seen_objects.hpp"

#include <runner/changes.hpp>

#include <vector>

namespace runner {

/// By name. `before` is a look at everything that is named, or empty and not complete; `after` may
/// have only the columns that were written since. What only `after` has is new when its transaction
/// has made it or `before` would have seen it; otherwise it is told as far as it goes.
[[nodiscard]] std::vector<Change>
changes_between(const SeenObjects& before, const SeenObjects& after);

} // namespace runner
