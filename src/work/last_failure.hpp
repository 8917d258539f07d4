// Whoever runs a file again is told what became of it the last time.
#pragma once

#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <string>

namespace runner {

/// Empty when no step of the plan is the one that failed last. Untrusted text.
[[nodiscard]] std::string words_on_last_failure(const History& history, const Plan& plan);

} // namespace runner
