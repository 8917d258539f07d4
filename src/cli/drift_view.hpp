// Where a database differs from its migrations, as text and as a document.
#pragma once

#include <runner/drift.hpp>

#include <string>

namespace runner::cli {

/// For each object what differs, and its SQL side by side.
[[nodiscard]] std::string drift_text(const DriftReport& report);

[[nodiscard]] std::string json_drift(const DriftReport& report);

} // namespace runner::cli
