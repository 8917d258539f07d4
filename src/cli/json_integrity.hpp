// The documents of the commands in integrity.hpp; see json.hpp for what holds in all of them.
#pragma once

#include <runner/integrity.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

[[nodiscard]] std::string json_review(std::string_view command, const Review& review);
[[nodiscard]] std::string json_sum(const SumReport& report);
[[nodiscard]] std::string json_repair(const RepairReport& report);
/// `what`: "baselined" or "unmarked".
[[nodiscard]] std::string json_marked(std::string_view what, const std::vector<Marked>& marks);
[[nodiscard]] std::string json_renumbered(const RenumberReport& report, bool dry_run);

} // namespace runner::cli
