// CLI11 parses; what it cannot know is settled before it is asked: that `-2` is a number behind
// `down`, and what an unknown name meant.
#include "cli/arguments.hpp"

#include "cli/command_finder.hpp"
#include "cli/foreign_names.hpp"
#include "cli/suggestion.hpp"
#include "cli/text.hpp"
#include "cli/tokens.hpp"
#include "cli/usage_error.hpp"

#include <runner/error.hpp>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace runner::cli {
namespace {

void check_option(
    std::string_view token, const std::vector<CommandOption>& options, const Command* command
) {
    const auto equals = token.find('=');
    const auto name = token.substr(2, equals - 2);
    const auto found = std::ranges::find(options, name, &CommandOption::name);
    if (found == options.end()) {
        if (const auto here = option_here(token.substr(0, equals)); !here.empty()) {
            refuse_line(
                "unknown option --" + shown_token(name) + "; " + std::string(here), command
            );
        }
        std::vector<std::string_view> names;
        names.reserve(options.size());
        for (const auto& option : options) {
            names.push_back(option.name);
        }
        const auto meant = nearest(name, names);
        refuse_line(
            "unknown option --" + shown_token(name) +
                (meant.empty() ? "" : "; did you mean --" + meant + "?"),
            command
        );
    }
    if (found->value.empty() && equals != std::string_view::npos) {
        refuse_line("option --" + std::string(name) + " takes no value", command);
    }
}

/// Letters of switches, the last of them perhaps of an option whose value follows.
void check_letters(
    std::string_view letters, const std::vector<CommandOption>& options, const Command* command
) {
    for (const char letter : letters) {
        const auto found = std::ranges::find(options, letter, &CommandOption::letter);
        if (found == options.end()) {
            const auto unknown = "-" + printable({&letter, 1});
            const auto here = option_here(unknown);
            refuse_line(
                "unknown option " + unknown + (here.empty() ? "" : "; " + std::string(here)),
                command
            );
        }
        if (!found->value.empty()) {
            return;
        }
    }
}

/// `-dir` of another tool would be a folder named "ir", and its value the command.
void refuse_one_dash(const std::vector<std::string>& line, const Command* command) {
    const auto options = options_of(command);
    for (std::size_t i = 0; i < line.size() && line[i] != "--"; ++i) {
        const std::string_view token = line[i];
        const auto word = is_option(token) ? token.substr(1, token.find('=') - 1) : "";
        if (word.size() > 1 &&
            std::ranges::find(options, word, &CommandOption::name) != options.end()) {
            refuse_line("a long option has two dashes: --" + std::string(word), command);
        }
        i += takes_next(token, options) ? 1 : 0;
    }
}

void check_options(const std::vector<std::string>& line, const Command* command) {
    refuse_one_dash(line, command);
    const auto options = options_of(command);
    for (std::size_t i = 0; i < line.size() && line[i] != "--"; ++i) {
        const std::string_view token = line[i];
        if (token.starts_with("--")) {
            check_option(token, options, command);
        } else if (is_option(token) && !is_negative_number(token)) {
            check_letters(token.substr(1), options, command);
        }
        if (takes_next(token, options) && ++i == line.size()) {
            refuse_line("option " + shown_token(token) + " needs a value", command);
        }
    }
}

/// Takes numbers such as `-2` out of `line`, which CLI11 would read as options.
std::vector<std::string>
take_negative_numbers(std::vector<std::string>& line, const Command& command) {
    std::vector<std::string> numbers;
    const auto options = options_of(&command);
    for (std::size_t i = 0; i < line.size() && line[i] != "--";) {
        if (takes_next(line[i], options)) {
            i += 2;
        } else if (is_negative_number(line[i])) {
            if (!command.takes_negative_number) {
                refuse_line("unexpected argument " + line[i], &command);
            }
            numbers.push_back(line[i]);
            line.erase(line.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
    return numbers;
}

/// CLI11's part: one flat program, because the command is known by now.
void parse_rest(std::vector<std::string> line, Arguments& arguments) {
    CLI::App app;
    app.set_help_flag();
    std::vector<std::string> words;
    std::map<std::string_view, std::string> values;
    const auto options = options_of(arguments.command);
    for (const auto& option : options) {
        std::string names = "--" + std::string(option.name);
        if (option.letter != 0) {
            names += std::string(",-") + option.letter;
        }
        if (option.value.empty()) {
            app.add_flag(names);
        } else if (option.repeats) {
            app.add_option(names, arguments.variables)->allow_extra_args(false);
        } else {
            app.add_option(names, values[option.name])
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        }
    }
    app.add_option("words", words);
    try {
        std::ranges::reverse(line); // the order CLI11 takes a vector in
        app.parse(line);
    } catch (const CLI::ArgumentMismatch& error) {
        // Names the option only; what CLI11 says about other failures may repeat a value.
        refuse_line(printable(error.what()), arguments.command);
    } catch (const CLI::ParseError&) {
        refuse_line("the options are not understood", arguments.command);
    }
    for (const auto& option : options) {
        if (app.count("--" + std::string(option.name)) > 0) {
            arguments.options.emplace(option.name, values[option.name]);
        }
    }
    arguments.verbosity =
        static_cast<int>(app.count("--verbose")) - static_cast<int>(app.count("--quiet"));
    arguments.words.insert(arguments.words.end(), words.begin(), words.end());
}

void check_words(const Arguments& arguments) {
    const auto& command = *arguments.command;
    if (arguments.words.size() < command.fewest_words) {
        refuse_line(
            std::string(command.name) + " needs " + std::string(command.words), arguments.command
        );
    }
    if (arguments.words.size() > command.most_words) {
        refuse_line(
            "unexpected argument " + shown_token(arguments.words[command.most_words]),
            arguments.command
        );
    }
}

} // namespace

std::optional<std::string> Arguments::value(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> Arguments::patterns(std::string_view name) const {
    std::vector<std::string> patterns;
    const auto given = value(name);
    for (std::size_t begin = 0; given && begin <= given->size();) {
        const auto end = std::min(given->find(',', begin), given->size());
        auto pattern = std::string_view(*given).substr(begin, end - begin);
        begin = end + 1;
        while (pattern.starts_with(' ')) {
            pattern.remove_prefix(1);
        }
        while (pattern.ends_with(' ')) {
            pattern.remove_suffix(1);
        }
        if (pattern.empty()) {
            throw usage_error(
                fmt::format("--{}: an empty pattern", name),
                "commas stand between patterns, as in 'users,shop.*'"
            );
        }
        patterns.emplace_back(pattern);
    }
    return patterns;
}

Arguments parse_arguments(const std::vector<std::string>& line) {
    auto rest = line;
    refuse_one_dash(rest, nullptr);
    Arguments arguments;
    arguments.command = take_command(rest);
    if (arguments.command == nullptr && std::erase(rest, "--version") > 0) {
        arguments.version = true;
        return arguments;
    }
    check_options(rest, arguments.command);
    if (arguments.command != nullptr) {
        arguments.words = take_negative_numbers(rest, *arguments.command);
    }
    parse_rest(rest, arguments);
    arguments.help = arguments.has("help");
    if (arguments.help) {
        return arguments;
    }
    if (arguments.command == nullptr) {
        refuse_line("no command given", nullptr);
    }
    check_words(arguments);
    return arguments;
}

void hide_secrets(int count, char** arguments) noexcept {
    const auto hide = [](char* text) { std::memset(text, 'x', std::strlen(text)); };
    const auto hide_value = [&hide](char* text) {
        if (char* equals = std::strchr(text, '=')) {
            hide(equals + 1);
        }
    };
    constexpr std::array<std::string_view, 2> names = {"--database-url", "--scratch-url"};
    constexpr std::string_view variable = "--var";
    for (int i = 1; i < count; ++i) {
        const std::string_view token = arguments[i];
        if (token == variable && i + 1 < count) {
            hide_value(arguments[++i]);
            continue;
        }
        if (token.starts_with(variable) && token.size() > variable.size() &&
            token[variable.size()] == '=') {
            hide_value(arguments[i] + variable.size() + 1);
            continue;
        }
        // Behind letters of switches: `-vuURL`.
        const auto letter = token.find_first_not_of("vqyh", 1);
        const bool short_form = token.size() > 1 && token[0] == '-' &&
                                letter != std::string_view::npos && token[letter] == 'u';
        const auto equals = token.find('=');
        const bool is_url = std::ranges::find(names, token.substr(0, equals)) != names.end();
        if ((is_url && equals == std::string_view::npos) ||
            (short_form && letter + 1 == token.size())) {
            if (i + 1 < count) {
                hide(arguments[++i]);
            }
        } else if (is_url) {
            hide(arguments[i] + equals + 1);
        } else if (short_form) {
            hide(arguments[i] + letter + 1);
        }
    }
}

} // namespace runner::cli
