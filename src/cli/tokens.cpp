// Nothing here knows the token before or after.
#include "cli/tokens.hpp"

#include "cli/setting.hpp"
#include "cli/text.hpp"
#include "cli/usage_error.hpp"

#include <algorithm>

namespace runner::cli {

bool is_option(std::string_view token) {
    return token.size() > 1 && token.front() == '-';
}

bool is_negative_number(std::string_view token) {
    return token.size() > 1 && token.front() == '-' &&
           token.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::string shown_token(std::string_view token) {
    const bool secret = token.find("://") != std::string_view::npos ||
                        token.find("password") != std::string_view::npos;
    return secret ? "(not shown: it may hold a password)" : printable(token);
}

void refuse_line(const std::string& message, const Command* command) {
    throw usage_error(
        message,
        command != nullptr ? "see: runner " + std::string(command->name) + " --help"
                           : "see: runner --help"
    );
}

std::vector<CommandOption> options_of(const Command* command) {
    std::vector<CommandOption> result;
    for (const auto& setting : settings_table()) {
        if (!setting.option.empty()) {
            result.push_back({setting.option, setting.letter, setting.value, setting.purpose});
        }
    }
    const auto& common = common_options();
    result.insert(result.end(), common.begin(), common.end());
    if (command != nullptr) {
        result.insert(result.end(), command->options.begin(), command->options.end());
    }
    return result;
}

bool takes_next(std::string_view token, const std::vector<CommandOption>& options) {
    if (token.starts_with("--")) {
        const auto found = std::ranges::find(options, token.substr(2), &CommandOption::name);
        return found != options.end() && !found->value.empty();
    }
    if (!is_option(token)) {
        return false;
    }
    // Switches may stand in front of the letter: `-vd DIR`; and the value behind it: `-dDIR`.
    for (std::size_t i = 1; i < token.size(); ++i) {
        const auto found = std::ranges::find(options, token[i], &CommandOption::letter);
        if (found == options.end()) {
            return false;
        }
        if (!found->value.empty()) {
            return i + 1 == token.size();
        }
    }
    return false;
}

} // namespace runner::cli
