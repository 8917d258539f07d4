#include "cli/variables.hpp"

#include "cli/tokens.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <cctype>
#include <unistd.h>

namespace runner::cli {
namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char byte) {
        return static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    });
    return text;
}

} // namespace

bool is_variable_name(std::string_view name) noexcept {
    constexpr std::string_view characters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && name.find_first_not_of(characters) == std::string_view::npos &&
           (name.front() < '0' || name.front() > '9');
}

Variables variables_of_environment() {
    constexpr std::string_view prefix = "RUNNER_VAR_";
    Variables result;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        // Empty ones count as unset, as everywhere.
        if (text.starts_with(prefix) && equals < text.size() - 1) {
            result.emplace_back(
                text.substr(prefix.size(), equals - prefix.size()), text.substr(equals + 1)
            );
        }
    }
    return result;
}

VariableValues resolve_variables(
    const std::vector<std::string>& options,
    const Variables& environment,
    const VariableValues& config
) {
    auto values = config;
    for (const auto& [name, value] : environment) {
        values.insert_or_assign(lower_case(name), value);
    }
    for (const auto& [name, value] : environment) {
        values.insert_or_assign(name, value);
    }
    for (const auto& option : options) {
        const auto equals = option.find('=');
        const auto name = option.substr(0, equals);
        if (equals == std::string::npos || !is_variable_name(name)) {
            throw Error(
                ErrorKind::usage,
                equals == std::string::npos
                    ? "--var: expected NAME=VALUE"
                    : "--var: " + shown_token(name) + " is no name of letters, digits and _"
            );
        }
        values.insert_or_assign(name, option.substr(equals + 1));
    }
    return values;
}

} // namespace runner::cli
