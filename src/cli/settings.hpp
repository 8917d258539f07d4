// Every setting with its final value: flag, then environment, then .env, then runner.toml, then
// default.
#pragma once

#include "cli/arguments.hpp"
#include "cli/config_file.hpp"

#include <runner/options.hpp>

#include <functional>
#include <optional>
#include <string>

namespace runner::cli {

enum class Color { automatic, always, never };

/// How to write to standard error and whether to use colours; needed before anything else is known.
struct ConsoleSettings {
    bool json = false;
    std::string level = "info";
    Color color = Color::automatic;
};

struct Settings {
    Options options;
    bool json = false;       ///< one document on standard output
    bool json_lines = false; ///< one event a line on standard output
    bool github = false;     ///< annotations on standard output
    ConsoleSettings console;
    bool yes = false;
    bool is_protected = false;
    std::string allow_protected;
    bool wait_given = false;
    bool lock_timeout_given = false;
    bool server_given = false; ///< by a flag or the environment, not by runner.toml
};

/// The value of a variable; empty variables count as unset, because docker compose passes those on.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

[[nodiscard]] std::optional<std::string> process_environment(const std::string& name);

/// Pure but for `environment`. Throws Error{usage}.
[[nodiscard]] Settings
resolve_settings(const Arguments& arguments, const Environment& environment, const Config& config);

/// Reads .env and runner.toml of the working directory. Throws Error{usage}.
[[nodiscard]] Settings load_settings(const Arguments& arguments);

/// What flags say; neither environment nor files are looked at. Throws Error{usage}.
[[nodiscard]] Settings flags_alone(const Arguments& arguments);

/// What flags and environment say, ignoring what is wrong: for an error in the settings themselves.
[[nodiscard]] Settings provisional_settings(const Arguments& arguments) noexcept;

/// Whether the environment is protected and `--allow-protected` does not name it.
[[nodiscard]] bool is_out_of_bounds(const Settings& settings);

/// Throws Error{usage} when the environment is protected and `--allow-protected` does not name it.
/// `action` completes "… needs --allow-protected".
void refuse_when_protected(const Settings& settings, const std::string& action);

} // namespace runner::cli
