// Where `up` and `down` should stop, from the words behind them.
#pragma once

#include <runner/plan.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// Nothing, "head", "+N" or a version. Throws Error{usage}.
[[nodiscard]] Target up_target(const std::vector<std::string>& words);

/// Nothing, "-N", "base" or a version. Throws Error{usage}.
[[nodiscard]] Target down_target(const std::vector<std::string>& words);

/// Nothing (1) or "-N". Throws Error{usage}.
[[nodiscard]] std::size_t redo_count(const std::vector<std::string>& words);

/// A version alone. Throws Error{usage}.
[[nodiscard]] Version version_from(const std::string& word);

} // namespace runner::cli
