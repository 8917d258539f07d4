// An acting command from its files to its report.
#pragma once

#include "discover/sources.hpp"
#include "work/plannings.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/runner.hpp>

#include <string>
#include <vector>

namespace runner {

/// The files for what applies; with Options::require_sum nothing else than runner.sum says.
[[nodiscard]] Sources sources_to_apply(const Options& options, Downs downs);

/// One plan after the other, under one lock. `expected_plan`: see Work::expect(); empty: whatever
/// there is to do.
Report carry_out(
    const Options& options,
    Observer& observer,
    Sources sources,
    const std::vector<Planning>& plannings,
    const std::string& expected_plan = {}
);

} // namespace runner
