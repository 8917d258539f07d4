// The history tables themselves, as a list of numbered steps: a migration runner's own migrations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// The layout this version reads and writes.
inline constexpr int current_layout = 5;

/// SQL that takes the layout from `step - 1` to `step`; `schema` is quoted already.
[[nodiscard]] std::string layout_sql(int step, std::string_view schema);

} // namespace runner
