// The document of `check`.
#pragma once

#include <runner/check.hpp>

#include <string>
#include <vector>

namespace runner::cli {

[[nodiscard]] std::string json_checked(const std::vector<Checked>& checked);

} // namespace runner::cli
