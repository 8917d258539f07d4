// The table `[hooks]` of runner.toml.
#pragma once

#include <runner/hooks.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

/// The key that is no hook.
inline constexpr std::string_view hook_timeout = "timeout";

/// What is wrong with a key of the table; nothing when it is fine.
[[nodiscard]] std::optional<std::string> complaint_about_hook(const std::string& name);

/// What ends in `.sql` is a file, everything else a command.
[[nodiscard]] Hooks
hooks_from(const std::map<std::string, std::vector<std::string>, std::less<>>& table);

} // namespace runner::cli
