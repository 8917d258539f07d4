// `show` for people and for scripts.
#pragma once

#include "cli/paint.hpp"

#include <runner/showing.hpp>

#include <string>

namespace runner::cli {

[[nodiscard]] std::string show_view(const Shown& shown, const Paint& paint);

/// Kept text against file, up and down, as a unified diff; empty when they are the same.
[[nodiscard]] std::string show_differences(const Shown& shown, const Paint& paint);

[[nodiscard]] std::string json_show(const Shown& shown);

} // namespace runner::cli
