// The document of `squash`.
#pragma once

#include <runner/squash.hpp>

#include <string>

namespace runner::cli {

[[nodiscard]] std::string json_squashed(const Squashed& squashed, bool dry_run);

} // namespace runner::cli
