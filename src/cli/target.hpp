// Where `up`, `down`, `goto` and `redo` should stop, from the words behind them.
#pragma once

#include <runner/plan.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// Nothing, "head", "+N" or a version. Throws Error{usage}.
[[nodiscard]] Target up_target(const std::vector<std::string>& words);

/// Nothing, "-N", "base" or a version. Throws Error{usage}.
[[nodiscard]] Target down_target(const std::vector<std::string>& words);

/// Nothing (the last one), "-N", "base" (all) or a version (from that one on). Throws
/// Error{usage}.
[[nodiscard]] Target redo_target(const std::vector<std::string>& words);

/// A version as a person has it at hand: "007", "007_add_users" as `status` shows it, or the path
/// of one of its files; then with the name that it has to have. Throws Error{usage}.
[[nodiscard]] Target version_target(const std::string& word);

/// The version alone, in any of these forms. Throws Error{usage}.
[[nodiscard]] Version version_from(const std::string& word);

} // namespace runner::cli
