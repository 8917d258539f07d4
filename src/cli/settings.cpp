// The order of precedence stands in one function, chosen(); everything else only asks it.
#include "cli/settings.hpp"

#include "cli/env_file.hpp"
#include "cli/file.hpp"
#include "cli/hooks.hpp"
#include "cli/setting.hpp"
#include "cli/tokens.hpp"
#include "cli/units.hpp"
#include "cli/usage_error.hpp"
#include "cli/variables.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace runner::cli {
namespace {

class Resolver {
public:
    Resolver(const Arguments& arguments, const Environment& environment, const Config& config)
        : arguments_(arguments), environment_(environment), config_(config) {}

    [[nodiscard]] std::optional<std::string> chosen(const Setting& setting) const {
        const std::string option(setting.option);
        if (auto value = option.empty() ? std::nullopt : arguments_.value(option)) {
            check(setting, *value, "--" + option);
            return value;
        }
        const std::string variable(setting.environment);
        if (auto value = variable.empty() ? std::nullopt : environment_(variable)) {
            check(setting, *value, variable);
            return value;
        }
        // Values of the file were checked where their place is known.
        const auto found = config_.values.find(setting.key);
        return setting.key.empty() || found == config_.values.end()
                   ? std::nullopt
                   : std::optional(found->second.text);
    }

    /// By key, or by option where there is no key.
    [[nodiscard]] std::optional<std::string> operator()(std::string_view name) const {
        const auto& known = settings_table();
        const auto found = std::ranges::find_if(known, [name](const Setting& setting) {
            return setting.key.empty() ? setting.option == name : setting.key == name;
        });
        return found == known.end() ? std::nullopt : chosen(*found);
    }

    void set(std::string& target, std::string_view name) const {
        target = (*this)(name).value_or(target);
    }

    void set(std::filesystem::path& target, std::string_view name) const {
        if (const auto value = (*this)(name)) {
            target = *value;
        }
    }

    void set(std::chrono::milliseconds& target, std::string_view name) const {
        if (const auto value = (*this)(name)) {
            target = duration_from(*value).value_or(target);
        }
    }

private:
    static void check(const Setting& setting, const std::string& value, const std::string& source) {
        if (const auto complaint = complaint_about(setting.form, value)) {
            throw Error(ErrorKind::usage, source + ": " + *complaint);
        }
    }

    const Arguments& arguments_;
    const Environment& environment_;
    const Config& config_;
};

Options::Late late_from(const std::string& text) {
    return text == "apply"  ? Options::Late::apply
           : text == "warn" ? Options::Late::warn
                            : Options::Late::error;
}

Options::Ahead ahead_from(const std::string& text) {
    return text == "ok"      ? Options::Ahead::ok
           : text == "error" ? Options::Ahead::error
                             : Options::Ahead::warn;
}

std::string database_url(
    const Resolver& value, const Environment& environment, const Config& config, bool from_file
) {
    auto url = value("database_url").value_or("");
    if (!from_file || !url.starts_with('$')) {
        return url;
    }
    auto name = url.substr(1);
    if (name.starts_with('{') && name.ends_with('}')) {
        name = name.substr(1, name.size() - 2);
    }
    if (auto found = environment(name)) {
        return *found;
    }
    throw Error(
        ErrorKind::usage,
        "database_url: the environment variable " + shown_token(name) + " is not set",
        config.values.at("database_url").location
    );
}

Color color(const Resolver& value, const Environment& environment) {
    if (const auto chosen = value("color")) {
        return *chosen == "always"  ? Color::always
               : *chosen == "never" ? Color::never
                                    : Color::automatic;
    }
    if (environment("NO_COLOR")) {
        return Color::never;
    }
    return environment("CLICOLOR_FORCE").value_or("0") != "0" ? Color::always : Color::automatic;
}

std::string level(const Resolver& value, const Arguments& arguments) {
    // -v and -q are flags as --log-level is; the longer one is the more explicit.
    if (arguments.has("log-level") || arguments.verbosity == 0) {
        return value("log_level").value_or("info");
    }
    if (arguments.verbosity < 0) {
        return arguments.verbosity == -1 ? "warn" : "error";
    }
    return arguments.verbosity == 1 ? "debug" : "trace";
}

/// Only commands that act have anything to tell while they run.
void refuse_events(const Arguments& arguments, bool wanted) {
    constexpr std::array<std::string_view, 5> acting = {"up", "down", "goto", "redo", "seed"};
    if (wanted && arguments.command != nullptr &&
        std::ranges::find(acting, arguments.command->name) == acting.end()) {
        const auto* source = arguments.has("format") ? "--format" : "RUNNER_FORMAT";
        throw Error(
            ErrorKind::usage,
            std::string(source) + ": expected text, json; jsonl is for up, down, goto, redo and "
                                  "seed"
        );
    }
}

/// Findings that stand at a line of a file.
void refuse_annotations(const Arguments& arguments, bool wanted) {
    constexpr std::array<std::string_view, 2> finding = {"verify", "check"};
    if (wanted && arguments.command != nullptr &&
        std::ranges::find(finding, arguments.command->name) == finding.end()) {
        const auto* source = arguments.has("format") ? "--format" : "RUNNER_FORMAT";
        throw Error(
            ErrorKind::usage,
            std::string(source) + ": expected text, json; github is for verify and check"
        );
    }
}

/// What cannot be looked at is there: reading it says why.
bool is_there(const std::filesystem::path& path) {
    std::error_code failure;
    return std::filesystem::exists(path, failure) || failure;
}

std::string environment_name(const Arguments& arguments, const Environment& environment) {
    return Resolver(arguments, environment, {})("env").value_or("");
}

} // namespace

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr || *value == 0 ? std::nullopt : std::optional<std::string>(value);
}

Settings
resolve_settings(const Arguments& arguments, const Environment& environment, const Config& config) {
    const Resolver value(arguments, environment, config);
    Settings settings;
    settings.json = value("format") == "json";
    settings.json_lines = value("format") == "jsonl";
    refuse_events(arguments, settings.json_lines);
    settings.github = value("format") == "github";
    refuse_annotations(arguments, settings.github);
    settings.console = {
        value("log-format") == "json", level(value, arguments), color(value, environment)};
    settings.yes = arguments.has("yes");
    settings.allow_protected = arguments.value("allow-protected").value_or("");
    settings.is_protected = config.is_protected;
    settings.wait_given = value("wait").has_value();
    settings.lock_timeout_given = value("lock_timeout").has_value();
    settings.server_given =
        arguments.has("database-url") || environment("DATABASE_URL").has_value();

    auto& options = settings.options;
    options.database_url = database_url(value, environment, config, !settings.server_given);
    options.environment = environment_name(arguments, environment);
    value.set(options.migrations, "migrations");
    value.set(options.seeds, "seeds");
    value.set(options.history_schema, "history_schema");
    value.set(options.role, "role");
    value.set(options.search_path, "search_path");
    value.set(options.wait, "wait");
    value.set(options.lock_wait, "lock_wait");
    value.set(options.lock_timeout, "lock_timeout");
    value.set(options.statement_timeout, "statement_timeout");
    options.lock_retries =
        count_from(value("lock_retries").value_or("")).value_or(options.lock_retries);
    options.store_limit =
        size_from(value("store_limit").value_or("")).value_or(options.store_limit);
    options.require_down = value("require_down") == "true";
    options.require_sum = arguments.has("require-sum") || value("require_sum") == "true";
    options.sum = value("sum") != "false";
    options.late = late_from(value("late").value_or("error"));
    options.ahead = ahead_from(value("ahead").value_or("warn"));
    options.durable = value("durable") == "each" ? Options::Durable::each : Options::Durable::run;
    options.atomic = arguments.has("atomic");
    options.changes = !arguments.has("no-changes");
    if (arguments.has("allow-out-of-order")) {
        options.late = Options::Late::apply;
    }
    return settings;
}

Settings load_settings(const Arguments& arguments) {
    const std::filesystem::path usual = ".env";
    if (const auto named = arguments.value("env-file")) {
        load_env_file(*named);
    } else if (!arguments.has("no-env-file") && is_there(usual)) {
        load_env_file(usual);
    }
    Config config;
    const std::filesystem::path path = "runner.toml";
    if (is_there(path)) {
        config =
            parse_config(path, read_file(path), environment_name(arguments, process_environment));
    }
    auto settings = resolve_settings(arguments, process_environment, config);
    settings.options.variables =
        resolve_variables(arguments.variables, variables_of_environment(), config.variables);
    settings.options.hooks = hooks_from(config.hooks);
    if (arguments.command != nullptr) {
        settings.options.hooks.command = arguments.command->name;
    }
    return settings;
}

Settings flags_alone(const Arguments& arguments) {
    const auto nothing = [](const std::string&) -> std::optional<std::string> { return {}; };
    return resolve_settings(arguments, nothing, {});
}

Settings provisional_settings(const Arguments& arguments) noexcept {
    try {
        return resolve_settings(arguments, process_environment, {});
    } catch (...) {
        Settings settings;
        const auto format = arguments.options.find("format");
        settings.json = format != arguments.options.end() && format->second == "json";
        return settings;
    }
}

bool is_out_of_bounds(const Settings& settings) {
    return settings.is_protected && settings.allow_protected != settings.options.environment;
}

void refuse_when_protected(const Settings& settings, const std::string& action) {
    if (!is_out_of_bounds(settings)) {
        return;
    }
    const auto& name = settings.options.environment;
    throw refusal(
        ErrorKind::usage,
        "environment " + name + " is protected; " + action + " there needs --allow-protected " +
            name
    );
}

} // namespace runner::cli
