// The first word that is neither an option nor the value of one. Only options of every command can
// have a value in front of it, so the command need not be known for that.
#include "cli/command_finder.hpp"

#include "cli/foreign_names.hpp"
#include "cli/suggestion.hpp"
#include "cli/tokens.hpp"

#include <algorithm>

namespace runner::cli {
namespace {

/// The index of the first token that is neither an option nor the value of one.
std::size_t first_word(const std::vector<std::string>& line) {
    const auto options = options_of(nullptr);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == "--") {
            break;
        }
        if (!is_option(line[i])) {
            return i;
        }
        i += takes_next(line[i], options) ? 1 : 0;
    }
    return line.size();
}

[[noreturn]] void refuse_command(const std::string& name, std::string_view prefix) {
    const auto unknown = "unknown command " + std::string(prefix) + shown_token(name);
    // "db up" of somebody else is our "up".
    const auto here = !prefix.empty() && find_command(name) != nullptr ? std::string_view(name)
                                                                       : command_here(name);
    if (!here.empty()) {
        refuse_line(unknown + "; here it is: runner " + std::string(here), nullptr);
    }
    std::vector<std::string_view> names;
    for (const auto& command : command_table()) {
        if (command.name.starts_with(prefix)) {
            names.push_back(command.name.substr(prefix.size()));
            names.insert(names.end(), command.aliases.begin(), command.aliases.end());
        }
    }
    refuse_line(unknown + did_you_mean(name, names), nullptr);
}

} // namespace

const Command* take_command(std::vector<std::string>& line) {
    const auto take = [&line]() -> std::string {
        const auto at = first_word(line);
        if (at == line.size()) {
            return {};
        }
        auto word = line[at];
        line.erase(line.begin() + static_cast<std::ptrdiff_t>(at));
        return word;
    };
    auto name = take();
    if (name == "help") {
        name = take();
        if (name.empty()) {
            return find_command("help");
        }
        line.emplace_back("--help");
    }
    if (name == "db") {
        const auto second = take();
        if (second.empty()) {
            if (std::ranges::find(line, "--help") != line.end()) {
                return nullptr;
            }
            refuse_line("db needs one of create, drop, reset, wait, shell, start, stop", nullptr);
        }
        if (const auto* command = find_command("db " + second)) {
            return command;
        }
        refuse_command(second, "db ");
    }
    if (name.empty()) {
        return nullptr;
    }
    if (const auto* command = find_command(name)) {
        return command;
    }
    refuse_command(name, "");
}

} // namespace runner::cli
