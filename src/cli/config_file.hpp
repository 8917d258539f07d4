// `runner.toml`: what the table of settings allows, with the place of every value for messages.
#pragma once

#include <runner/location.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

struct ConfigValue {
    std::string text;
    Location location;
};

struct Config {
    std::map<std::string, ConfigValue, std::less<>> values;    ///< by key, the environment's first
    std::map<std::string, std::string, std::less<>> variables; ///< of the tables `vars`, likewise
    /// Of the tables `hooks`, by the hook's name, likewise; `timeout` is among them.
    std::map<std::string, std::vector<std::string>, std::less<>> hooks;
    bool is_protected = false;
};

/// `environment` chooses the table `[env.NAME]` that overrides the top level; empty: none.
/// Every table is checked, chosen or not. Throws Error{usage}.
[[nodiscard]] Config parse_config(
    const std::filesystem::path& path, std::string_view text, const std::string& environment
);

struct NamedEnvironment {
    std::string name;
    bool is_protected = false;
};

/// The tables `[env.NAME]`, for menus: nothing else is checked, and what cannot be read has none.
[[nodiscard]] std::vector<NamedEnvironment> environments_in(std::string_view text);

} // namespace runner::cli
