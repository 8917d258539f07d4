// A complete plan -> what each of its statements is and touches. Pure.
#pragma once

#include <runner/planning.hpp>

namespace runner {

/// Fills in PlanReview::steps and the names in PlanReview::tables, with those that the plan itself
/// makes. The plan's bodies have been read. `server`: major version; `atomic`: one transaction for
/// all.
void list_statements(PlanReview& review, unsigned server, bool atomic);

} // namespace runner
