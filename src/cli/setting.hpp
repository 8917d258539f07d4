// What can be set, under which name in each place, and what a value must look like. One table, so
// that flags, environment variables, runner.toml and the help cannot disagree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

/// A place without a name for a setting has an empty one.
struct Setting {
    enum class Form {
        text,
        duration,
        count,
        size,
        boolean,
        late,
        ahead,
        durable,
        output,
        log_output,
        log_level,
        color,
    };

    std::string_view option;      ///< without the dashes
    std::string_view environment; ///< variable
    std::string_view key;         ///< in runner.toml
    std::string_view value;       ///< how the help calls the value
    std::string_view purpose;
    Form form;
    char letter; ///< of the option; 0: none
};

[[nodiscard]] std::span<const Setting> settings_table();

/// The words of which a value is one; none: it is something else.
[[nodiscard]] std::vector<std::string_view> choices_of(Setting::Form form);

/// What is wrong with a value, as "expected …"; nothing when it is fine.
[[nodiscard]] std::optional<std::string>
complaint_about(Setting::Form form, std::string_view value);

} // namespace runner::cli
