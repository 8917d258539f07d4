// The documents of `plan`, see json.hpp.
#pragma once

#include <runner/planning.hpp>

#include <string>
#include <string_view>

namespace runner::cli {

/// `dry_run`: the command is one that would act without the switch.
[[nodiscard]] std::string
json_plan(std::string_view command, const PlanReview& review, bool dry_run);

[[nodiscard]] std::string json_rehearsal(const Rehearsal& rehearsal, int exit_code);

} // namespace runner::cli
