// toml++ reads; everything else here is saying exactly where something is wrong. A line that may
// hold a password is never shown.
#include "cli/config_file.hpp"

#include "cli/hooks.hpp"
#include "cli/setting.hpp"
#include "cli/suggestion.hpp"
#include "cli/tokens.hpp"
#include "cli/units.hpp"
#include "cli/variables.hpp"

#include <runner/error.hpp>

#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace runner::cli {
namespace {

// Named in the documentation of later versions. To ignore them would be to promise what they mean.
constexpr std::array<std::string_view, 1> later_keys = {"schema"};

/// Behind a header such as [vars] or [env.test.vars].
bool is_in_variables(std::string_view before) {
    const auto header = before.rfind("\n[");
    const auto begin = header == std::string_view::npos ? 0 : header + 1;
    const auto line = before.substr(begin, before.find('\n', begin) - begin);
    return line.starts_with('[') && line.find("vars") != std::string_view::npos;
}

std::string line_at(std::string_view text, std::size_t number) {
    const auto whole = text;
    for (; number > 1; --number) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    auto line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (is_in_variables(whole.substr(0, whole.size() - text.size()))) {
        return {};
    }
    for (const auto* secret : {"database_url", "://", "password", "host=", "vars"}) {
        if (line.find(secret) != std::string_view::npos) {
            return {};
        }
    }
    return std::string(line);
}

class Reader {
public:
    Reader(const std::filesystem::path& path, std::string_view text) : path_(path), text_(text) {}

    Config read(const std::string& environment) {
        toml::table root;
        try {
            root = toml::parse(text_, path_.string());
        } catch (const toml::parse_error& error) {
            refuse(std::string(error.description()), error.source());
        }
        Config config;
        const auto* environments = environment_tables(root);
        if (environments != nullptr) {
            read_environments(*environments, environment, config);
        }
        read_table(root, false, config);
        return config;
    }

private:
    [[noreturn]] void refuse(const std::string& message, const toml::source_region& where) const {
        throw Error(ErrorKind::usage, message, locate(where));
    }

    [[nodiscard]] Location locate(const toml::source_region& where) const {
        const std::size_t line = std::max<std::size_t>(where.begin.line, 1);
        const std::size_t column = std::max<std::size_t>(where.begin.column, 1);
        return {path_, {line, column}, text_.empty() ? std::string() : line_at(text_, line)};
    }

    const toml::table* environment_tables(const toml::table& root) {
        const auto* node = root.get("env");
        if (node == nullptr) {
            return nullptr;
        }
        if (!node->is_table()) {
            refuse("env: expected tables such as [env.production]", node->source());
        }
        return node->as_table();
    }

    void
    read_environments(const toml::table& environments, const std::string& chosen, Config& config) {
        std::vector<std::string_view> names;
        for (const auto& [key, node] : environments) {
            if (!node.is_table()) {
                refuse("env: expected tables such as [env.production]", node.source());
            }
            names.push_back(key.str());
            Config unused;
            read_table(*node.as_table(), true, key.str() == chosen ? config : unused);
        }
        if (!chosen.empty() && !names.empty() && !environments.contains(chosen)) {
            throw Error(
                ErrorKind::usage,
                path_.string() + " has no table [env." + shown_token(chosen) + "]" +
                    did_you_mean(chosen, names)
            );
        }
    }

    void read_table(const toml::table& table, bool is_environment, Config& config) {
        for (const auto& [key, node] : table) {
            const auto name = key.str();
            if (name == "env" && !is_environment) {
                continue;
            }
            if (name == "vars") {
                read_variables(node, config);
                continue;
            }
            if (name == "hooks") {
                read_hooks(node, config);
                continue;
            }
            if (name == "protected") {
                config.is_protected = read_protected(node, is_environment, key.source());
                continue;
            }
            const auto& setting = find(name, key.source());
            ConfigValue value{text_of(setting, node), locate(node.source())};
            if (const auto complaint = complaint_about(setting.form, value.text)) {
                refuse(std::string(name) + ": " + *complaint, node.source());
            }
            // The environment's table was read first, and wins.
            config.values.emplace(name, std::move(value));
        }
    }

    /// Values may be secret: none is shown.
    void read_variables(const toml::node& node, Config& config) const {
        const auto complain = [this](const std::string& message, const toml::source_region& where) {
            auto location = locate(where);
            location.line.clear();
            throw Error(ErrorKind::usage, message, std::move(location));
        };
        if (!node.is_table()) {
            complain("vars: expected a table [vars]", node.source());
        }
        for (const auto& [key, value] : *node.as_table()) {
            const auto name = std::string(key.str());
            if (!is_variable_name(name)) {
                complain(
                    "vars: " + shown_token(name) + " is no name of letters, digits and _",
                    key.source()
                );
            }
            if (const auto* text = value.as_string()) {
                config.variables.emplace(name, text->get());
            } else if (const auto* number = value.as_integer()) {
                config.variables.emplace(name, std::to_string(number->get()));
            } else if (const auto* truth = value.as_boolean()) {
                config.variables.emplace(name, truth->get() ? "true" : "false");
            } else {
                complain(
                    "vars: " + name + ": expected a string, a whole number, true or false",
                    key.source()
                );
            }
        }
    }

    void read_hooks(const toml::node& node, Config& config) const {
        if (!node.is_table()) {
            refuse("hooks: expected a table [hooks]", node.source());
        }
        for (const auto& [key, value] : *node.as_table()) {
            const std::string name(key.str());
            if (const auto complaint = complaint_about_hook(name)) {
                refuse("hooks: " + *complaint, key.source());
            }
            const auto texts = texts_of(value);
            if (!texts) {
                refuse(
                    "hooks: " + name + ": expected an SQL file or a command, or a list of them",
                    value.source()
                );
            }
            if (name == hook_timeout && (texts->size() != 1 || !duration_from(texts->front()))) {
                refuse("hooks: timeout: expected a duration such as 30s or 10m", value.source());
            }
            config.hooks.emplace(name, *texts);
        }
    }

    /// A string, or a list of strings that are not empty.
    [[nodiscard]] static std::optional<std::vector<std::string>> texts_of(const toml::node& node) {
        std::vector<std::string> texts;
        const auto add = [&texts](const toml::node& each) {
            texts.push_back(each.is_string() ? each.as_string()->get() : std::string());
        };
        if (const auto* list = node.as_array()) {
            for (const auto& each : *list) {
                add(each);
            }
        } else {
            add(node);
        }
        const bool is_empty =
            std::ranges::any_of(texts, [](const std::string& text) { return text.empty(); });
        return is_empty ? std::nullopt : std::optional(texts);
    }

    [[nodiscard]] bool read_protected(
        const toml::node& node, bool is_environment, const toml::source_region& where
    ) const {
        if (!is_environment) {
            refuse("protected belongs into a table [env.NAME]", where);
        }
        if (!node.is_boolean()) {
            refuse("protected: expected true or false", node.source());
        }
        return node.as_boolean()->get();
    }

    [[nodiscard]] const Setting&
    find(std::string_view name, const toml::source_region& where) const {
        if (std::ranges::find(later_keys, name) != later_keys.end()) {
            refuse(std::string(name) + " has no effect in this version yet; remove it", where);
        }
        const auto& table = settings_table();
        const auto found = std::ranges::find(table, name, &Setting::key);
        if (name.empty() || found == table.end()) {
            std::vector<std::string_view> keys = {"hooks", "protected", "vars"};
            for (const auto& setting : table) {
                if (!setting.key.empty()) {
                    keys.push_back(setting.key);
                }
            }
            refuse("unknown key " + shown_token(name) + did_you_mean(name, keys), where);
        }
        return *found;
    }

    [[nodiscard]] std::string text_of(const Setting& setting, const toml::node& node) const {
        using Form = Setting::Form;
        if (setting.form == Form::boolean && node.is_boolean()) {
            return node.as_boolean()->get() ? "true" : "false";
        }
        // `wait = 0` needs no unit; the check of the value refuses every other bare number.
        const bool number = setting.form == Form::count || setting.form == Form::size ||
                            setting.form == Form::duration;
        if (number && node.is_integer()) {
            return std::to_string(node.as_integer()->get());
        }
        if (setting.form != Form::boolean && setting.form != Form::count && node.is_string()) {
            return node.as_string()->get();
        }
        const char* expected = setting.form == Form::boolean ? "true or false"
                               : setting.form == Form::count ? "a whole number"
                                                             : "a string";
        refuse(std::string(setting.key) + ": expected " + expected, node.source());
    }

    const std::filesystem::path& path_;
    std::string_view text_;
};

} // namespace

Config parse_config(
    const std::filesystem::path& path, std::string_view text, const std::string& environment
) {
    return Reader(path, text).read(environment);
}

std::vector<NamedEnvironment> environments_in(std::string_view text) {
    std::vector<NamedEnvironment> found;
    try {
        const auto root = toml::parse(text);
        if (const auto* tables = root["env"].as_table()) {
            for (const auto& [key, node] : *tables) {
                const auto* table = node.as_table();
                if (table != nullptr) {
                    found.push_back({std::string(key.str()), (*table)["protected"].value_or(false)}
                    );
                }
            }
        }
    } catch (const toml::parse_error&) {
        found.clear(); // the next command that needs the file says what is wrong with it
    }
    return found;
}

} // namespace runner::cli
