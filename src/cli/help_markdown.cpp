// docs/commands.md. A test compares that file with this text.
#include "cli/exit_status.hpp"
#include "cli/help.hpp"
#include "cli/setting.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner::cli {
namespace {

/// Prose: what Markdown would take for something else is escaped.
std::string prose(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (std::string_view("*_<>|[]`").find(c) != std::string_view::npos) {
            result += '\\';
        }
        result += c;
    }
    return result;
}

/// Inside of a table's cell a bar ends the cell even between backticks.
std::string code_cell(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '|' ? "\\|" : std::string(1, c);
    }
    return "`" + result + "`";
}

std::string option_cell(const CommandOption& option) {
    const auto value = option.value.empty() ? "" : " " + std::string(option.value);
    const auto name = code_cell("--" + std::string(option.name) + value);
    return option.letter == 0 ? name : fmt::format("`-{}`, {}", option.letter, name);
}

std::string link_to(const Command& command) {
    std::string anchor(command.name);
    for (auto& c : anchor) {
        c = c == ' ' ? '-' : c;
    }
    return fmt::format("[{}](#{})", command.name, anchor);
}

std::string overview() {
    std::string result;
    std::string_view group;
    for (const auto& command : command_table()) {
        if (command.group != group) {
            group = command.group;
            result += fmt::format("\n{}:\n\n", group);
        }
        result += fmt::format("- {}: {}\n", link_to(command), prose(command.purpose));
    }
    return result;
}

std::string section(const Command& command) {
    std::string result = fmt::format("\n## {}\n\n", command.name);
    result += fmt::format(
        "`runner {}{}{}`: {}.\n",
        command.name,
        command.words.empty() ? "" : " ",
        command.words,
        prose(command.purpose)
    );
    if (!command.aliases.empty()) {
        result += "Also called ";
        for (const auto alias : command.aliases) {
            result += fmt::format("{}`{}`", alias == command.aliases.front() ? "" : ", ", alias);
        }
        result += ".\n";
    }
    if (!command.details.empty()) {
        result += "\n";
        for (const auto& line : printable_lines(command.details)) {
            result +=
                (line.starts_with(' ') || line.find("  ") != std::string::npos ? "    " : "") +
                prose(line) + "  \n";
        }
    }
    if (!command.options.empty()) {
        result += "\n| option | |\n| --- | --- |\n";
        for (const auto& option : command.options) {
            result += fmt::format("| {} | {} |\n", option_cell(option), prose(option.purpose));
        }
    }
    return result + "\n```sh\n" + std::string(command.examples) + "\n```\n";
}

std::string common_section() {
    std::string result = "\n## Options of every command\n\nThey may stand anywhere on the line. A "
                         "flag wins over the environment, that over `.env`, that over\n"
                         "`runner.toml`.\n\n| option | | environment | `runner.toml` |\n"
                         "| --- | --- | --- | --- |\n";
    const auto cell = [](std::string_view text) {
        return text.empty() ? std::string() : "`" + std::string(text) + "`";
    };
    for (const auto& setting : settings_table()) {
        if (!setting.option.empty()) {
            const CommandOption option = {setting.option, setting.letter, setting.value, ""};
            result += fmt::format(
                "| {} | {} | {} | {} |\n",
                option_cell(option),
                prose(setting.purpose),
                cell(setting.environment),
                cell(setting.key)
            );
        }
    }
    for (const auto& option : common_options()) {
        result += fmt::format("| {} | {} | | |\n", option_cell(option), prose(option.purpose));
    }
    return result;
}

} // namespace

std::string help_markdown() {
    std::string result = "# Commands\n\n<!-- Written by `runner help --markdown`; edit "
                         "src/cli/table/ instead. -->\n" +
                         overview();
    for (const auto& command : command_table()) {
        result += section(command);
    }
    result += common_section();
    result += "\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n";
    for (const auto& [code, meaning] : exit_codes()) {
        result += fmt::format("| {} | {} |\n", code, prose(meaning));
    }
    return result + "\nWhat to do about each: [troubleshooting.md](troubleshooting.md).\n";
}

} // namespace runner::cli
