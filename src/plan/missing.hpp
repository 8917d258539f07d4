// Applied, and not among the files.
#pragma once

#include "plan/lookup.hpp"
#include "plan/planner.hpp"

namespace runner {

/// A row between the files is missing: a problem. One above all of them means that an older release
/// is starting: the author's word (`@compatible-from`) decides, and then the policy.
void add_missing(
    const Sources& sources, const AppliedByVersion& applied, const Policy& policy, Plan& plan
);

} // namespace runner
