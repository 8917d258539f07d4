// Plans that go down and then up. Pure, as planner.hpp; nothing is planned upwards that could fail
// only once the way down is done.
#pragma once

#include "plan/planner.hpp"

namespace runner {

/// Down or up, or down and then up, until the target, a version, is the last applied. Throws
/// Error{usage} when it is neither a file nor applied.
[[nodiscard]] Plan plan_go_to(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
);

/// Down and up again: the last one, as many as the target says, a version and all that were
/// applied after it, or everything. Throws Error{usage} when the target is not applied.
[[nodiscard]] Plan plan_redo(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
);

} // namespace runner
