// First the line is read as far as it goes, more leniently than arguments.cpp does; then the place
// of the cursor says what kind of word is wanted.
#include "cli/completion.hpp"

#include "cli/completion_scripts.hpp"
#include "cli/config_file.hpp"
#include "cli/file.hpp"
#include "cli/setting.hpp"
#include "cli/settings.hpp"
#include "cli/text.hpp"
#include "cli/tokens.hpp"

#include <runner/error.hpp>
#include <runner/import.hpp>
#include <runner/listing.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

namespace runner::cli {
namespace {

struct Rule {
    std::string_view command; ///< empty: any
    std::string_view option;  ///< empty: any, or an argument
    std::string_view placeholder;
    WordKind kind;
};

/// The first one that fits counts.
constexpr Rule rules[] = {
    {"seed", "", "NAME", WordKind::seed},
    {"up", "", "TARGET", WordKind::up_target},
    {"down", "", "TARGET", WordKind::down_target},
    {"redo", "", "TARGET", WordKind::down_target},
    {"goto", "", "TARGET", WordKind::any_target},
    {"plan", "", "TARGET", WordKind::any_target},
    {"", "env", "NAME", WordKind::environment},
    {"", "allow-protected", "NAME", WordKind::protected_environment},
    {"", "", "VERSION", WordKind::version},
    {"", "", "COMMAND", WordKind::command},
    {"", "", "SHELL", WordKind::shell},
    {"", "", "TOOL", WordKind::tool},
    {"", "", "FILE", WordKind::file},
    {"", "", "DIR", WordKind::folder},
    {"", "", "NAME", WordKind::anything},
    {"", "", "URL", WordKind::anything},
    {"", "", "DURATION", WordKind::anything},
    {"", "", "LIST", WordKind::anything},
    {"", "", "N", WordKind::anything},
    {"", "", "-N", WordKind::anything},
    {"", "", "HASH", WordKind::anything},
    {"", "", "GITREF", WordKind::anything},
    {"", "", "ARG", WordKind::anything},
    {"", "log-level", "LEVEL", WordKind::choice},
    {"", "color", "WHEN", WordKind::choice},
};

/// What stands in front of the cursor.
struct Line {
    const Command* command = nullptr;
    std::string family; ///< "db": the first word of a name of two
    std::size_t words = 0;
    std::map<std::string, std::string, std::less<>> values;
    std::string open; ///< the option whose value is next
    bool options_over = false;
    bool unknown = false; ///< a word that is no command stands where one should
};

const CommandOption*
find_option(std::string_view token, const std::vector<CommandOption>& options) {
    const auto found =
        token.starts_with("--")
            ? std::ranges::find(options, token.substr(2, token.find('=') - 2), &CommandOption::name)
            : std::ranges::find(options, token.back(), &CommandOption::letter);
    return found == options.end() ? nullptr : &*found;
}

bool begins_family(std::string_view word) {
    return std::ranges::any_of(command_table(), [word](const Command& command) {
        return command.name.size() > word.size() && command.name.starts_with(word) &&
               command.name[word.size()] == ' ';
    });
}

void take_word(Line& line, const std::string& word) {
    if (line.command != nullptr) {
        ++line.words;
        return;
    }
    const auto name = line.family.empty() ? word : line.family + " " + word;
    line.command = find_command(name);
    line.family = line.command == nullptr && begins_family(name) ? name : std::string();
    line.unknown = line.command == nullptr && line.family.empty();
}

Line read_line(const std::vector<std::string>& words) {
    Line line;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const auto& token = words[i];
        const bool number = line.command != nullptr && line.command->takes_negative_number &&
                            is_negative_number(token);
        if (line.options_over || number || !is_option(token)) {
            take_word(line, token);
            continue;
        }
        if (token == "--") {
            line.options_over = true;
            continue;
        }
        const auto options = options_of(line.command);
        const auto* option = find_option(token, options);
        const auto equals = token.find('=');
        if (option != nullptr && takes_next(token, options)) {
            line.open = i + 2 == words.size() ? option->name : "";
            line.values[std::string(option->name)] = words[++i];
        } else if (option != nullptr && token.starts_with("--") && equals != std::string::npos) {
            line.values[std::string(option->name)] = token.substr(equals + 1);
        }
    }
    return line;
}

/// Where the folders are, as the command itself would find them; or as far as the line says.
Settings settings_for(const Line& line) {
    Arguments arguments;
    for (const auto* name : {"dir", "seeds-dir", "env", "env-file", "no-env-file"}) {
        if (const auto found = line.values.find(name); found != line.values.end()) {
            arguments.options.emplace(*found);
        }
    }
    try {
        return load_settings(arguments);
    } catch (const std::exception&) {
        return provisional_settings(arguments);
    }
}

void add_files(Completion& completion, const std::vector<ListedFile>& files) {
    for (const auto& [digits, name] : files) {
        completion.candidates.push_back({digits, name});
    }
}

void add_versions(Completion& completion, const Line& line) {
    add_files(completion, list_migrations(settings_for(line).options.migrations));
}

void add_environments(Completion& completion, bool protected_only) {
    std::string text;
    try {
        text = read_file("runner.toml");
    } catch (const Error&) {
        return;
    }
    for (const auto& [name, is_protected] : environments_in(text)) {
        if (is_protected || !protected_only) {
            completion.candidates.push_back({name, is_protected ? "protected" : ""});
        }
    }
}

/// The rest of the names that begin with `family`; all names when it is empty.
void add_commands(Completion& completion, const std::string& family) {
    for (const auto& command : command_table()) {
        const auto space = command.name.find(' ');
        const bool in_family = space != std::string_view::npos;
        if (family.empty() && !in_family) {
            completion.candidates.push_back(
                {std::string(command.name), std::string(command.purpose)}
            );
        } else if (family.empty()) {
            const std::string first(command.name.substr(0, space));
            if (completion.candidates.empty() || completion.candidates.back().text != first) {
                completion.candidates.push_back({first, "several commands"});
            }
        } else if (in_family && command.name.substr(0, space) == family) {
            completion.candidates.push_back(
                {std::string(command.name.substr(space + 1)), std::string(command.purpose)}
            );
        }
    }
}

void add_choices(Completion& completion, std::string_view option, std::string_view placeholder) {
    const auto& settings = settings_table();
    const auto setting = std::ranges::find(settings, option, &Setting::option);
    if (!option.empty() && setting != settings.end()) {
        for (const auto word : choices_of(setting->form)) {
            completion.candidates.push_back({std::string(word), ""});
        }
        return;
    }
    while (!placeholder.empty()) {
        const auto end = std::min(placeholder.find('|'), placeholder.size());
        completion.candidates.push_back({std::string(placeholder.substr(0, end)), ""});
        placeholder.remove_prefix(std::min(end + 1, placeholder.size()));
    }
}

void add_options(Completion& completion, const Command* command) {
    for (const auto& option : options_of(command)) {
        completion.candidates.push_back(
            {"--" + std::string(option.name), std::string(option.purpose)}
        );
    }
}

/// `option` is empty for an argument.
Completion values_for(const Line& line, std::string_view option, std::string_view placeholder) {
    Completion result;
    const auto name = line.command == nullptr ? std::string_view() : line.command->name;
    switch (word_kind(name, option, placeholder).value_or(WordKind::anything)) {
    case WordKind::anything:
        break;
    case WordKind::up_target:
        add_versions(result, line);
        result.candidates.push_back({"head", "all that are pending"});
        break;
    case WordKind::down_target:
        add_versions(result, line);
        result.candidates.push_back({"base", "everything is reverted"});
        break;
    case WordKind::any_target:
        add_versions(result, line);
        result.candidates.push_back({"head", "everything is applied"});
        result.candidates.push_back({"base", "everything is reverted"});
        break;
    case WordKind::version:
        add_versions(result, line);
        break;
    case WordKind::seed:
        add_files(result, list_seeds(settings_for(line).options.seeds));
        break;
    case WordKind::environment:
        add_environments(result, false);
        break;
    case WordKind::protected_environment:
        add_environments(result, true);
        break;
    case WordKind::command:
        add_commands(result, "");
        break;
    case WordKind::shell:
        for (const auto shell : completion_shells()) {
            result.candidates.push_back({std::string(shell), ""});
        }
        break;
    case WordKind::tool:
        for (const auto tool : import_tools()) {
            result.candidates.push_back({std::string(tool), ""});
        }
        break;
    case WordKind::file:
        result.files = Completion::Files::files;
        break;
    case WordKind::folder:
        result.files = Completion::Files::folders;
        break;
    case WordKind::choice:
        add_choices(result, option, placeholder);
        break;
    }
    return result;
}

Completion argument_values(const Line& line) {
    const auto placeholders = placeholders_of(*line.command);
    if (placeholders.empty() || line.words >= std::max<std::size_t>(line.command->most_words, 1)) {
        return {};
    }
    return values_for(line, "", placeholders[std::min(line.words, placeholders.size() - 1)]);
}

/// File names and tables are somebody else's text, and a shell reads what it completes.
bool is_plain(std::string_view text) {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_-+.,:=/@") == std::string_view::npos;
}

} // namespace

std::optional<WordKind>
word_kind(std::string_view command, std::string_view option, std::string_view placeholder) {
    for (const auto& rule : rules) {
        if (rule.placeholder == placeholder && (rule.command.empty() || rule.command == command) &&
            (rule.option.empty() || rule.option == option)) {
            return rule.kind;
        }
    }
    if (placeholder.find('|') != std::string_view::npos) {
        return WordKind::choice;
    }
    return std::nullopt;
}

std::vector<std::string> placeholders_of(const Command& command) {
    std::vector<std::string> result;
    std::string word;
    for (const char c : std::string(command.words) + " ") {
        if (c == ' ' && !word.empty()) {
            if (word != "--") { // only says where options end
                result.push_back(word);
            }
            word.clear();
        } else if (c != ' ' && c != '[' && c != ']' && c != '.') {
            word += c;
        }
    }
    return result;
}

Completion complete(const std::vector<std::string>& words) {
    const std::string current = words.empty() ? std::string() : words.back();
    const auto line = read_line(words);
    const auto options = options_of(line.command);
    Completion result;
    std::string prefix;
    if (!line.open.empty()) {
        result = values_for(line, line.open, find_option("--" + line.open, options)->value);
    } else if (!line.options_over && current.starts_with("--") && current.find('=') != std::string::npos) {
        const auto* option = find_option(current, options);
        if (option == nullptr || option->value.empty()) {
            return {};
        }
        prefix = current.substr(0, current.find('=') + 1);
        result = values_for(line, option->name, option->value);
    } else if (!line.options_over && current.starts_with('-')) {
        add_options(result, line.command);
    } else if (line.unknown) {
        return {};
    } else if (line.command == nullptr) {
        add_commands(result, line.family);
    } else {
        result = argument_values(line);
    }
    std::erase_if(result.candidates, [&](Candidate& candidate) {
        candidate.text.insert(0, prefix);
        candidate.purpose = printable(candidate.purpose);
        return !candidate.text.starts_with(current) || !is_plain(candidate.text);
    });
    return result;
}

} // namespace runner::cli
