// Laid out for 80 to 100 columns.
#include "cli/help.hpp"

#include "cli/exit_status.hpp"
#include "cli/setting.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner::cli {
namespace {

std::string
option_line(char letter, std::string_view name, std::string_view value, std::string_view purpose) {
    std::string left =
        letter != 0 ? fmt::format("  -{}, --{}", letter, name) : fmt::format("      --{}", name);
    if (!value.empty()) {
        left += ' ';
        left += value;
    }
    // Too long for its column: the purpose goes below.
    if (left.size() > 33) {
        return fmt::format("{}\n{:34}{}\n", left, "", purpose);
    }
    return fmt::format("{:34}{}\n", left, purpose);
}

std::string option_line(const CommandOption& option) {
    return option_line(option.letter, option.name, option.value, option.purpose);
}

std::string global_options() {
    std::string result = "Options, anywhere on the line:\n";
    for (const auto& setting : settings_table()) {
        if (setting.option.empty()) {
            continue;
        }
        std::string purpose(setting.purpose);
        if (!setting.environment.empty()) {
            purpose += fmt::format(" [{}]", setting.environment);
        }
        result += option_line(setting.letter, setting.option, setting.value, purpose);
    }
    for (const auto& option : common_options()) {
        result += option_line(option);
    }
    return result +
           option_line(0, "version", "", "version, compiler and libpq; connects to nothing");
}

std::string indented(std::string_view text) {
    std::string result;
    for (const auto& line : printable_lines(text)) {
        result += "  " + line + "\n";
    }
    return result;
}

} // namespace

std::string main_help() {
    std::string result = "runner: PostgreSQL migrations and seeds in plain SQL files\n\n"
                         "Usage: runner COMMAND [arguments] [options]\n";
    std::string_view group;
    for (const auto& command : command_table()) {
        if (command.group != group) {
            group = command.group;
            result += fmt::format("\n{}:\n", group);
        }
        result += fmt::format(
            "  {:22}{}\n", fmt::format("{} {}", command.name, command.words), command.purpose
        );
    }
    result += "\n" + global_options();
    result += "\nA flag wins over the environment, that over .env, that over runner.toml.\n\n";
    result += "Exit codes:\n";
    for (const auto& [code, meaning] : exit_codes()) {
        result += fmt::format("  {}  {}\n", code, meaning);
    }
    result += "\nExample:\n  runner up -u embedded:.database --seed && runner status -u "
              "embedded:.database\n"
              "\nrunner COMMAND --help says more about a command.\n";
    return result;
}

std::string command_help(const Command& command) {
    std::string result = fmt::format("runner {}: {}\n\n", command.name, command.purpose);
    result += fmt::format(
        "Usage: runner {} {}{}[options]\n",
        command.name,
        command.words,
        command.words.empty() ? "" : " "
    );
    if (!command.aliases.empty()) {
        result += "Also called: ";
        for (const auto alias : command.aliases) {
            result += fmt::format("{}{}", alias == command.aliases.front() ? "" : ", ", alias);
        }
        result += '\n';
    }
    if (!command.details.empty()) {
        result += "\n" + indented(command.details);
    }
    if (!command.options.empty()) {
        result += "\nOptions:\n";
        for (const auto& option : command.options) {
            result += option_line(option);
        }
    }
    result += "\nExamples:\n" + indented(command.examples);
    result += "\nOptions of every command, and exit codes: runner --help\n";
    return result;
}

} // namespace runner::cli
