// The subset that docker compose, dotenv libraries and a shell understand alike: no expansion of
// $NAME, no value over several lines.
#include "cli/env_file.hpp"

#include "cli/file.hpp"

#include <runner/error.hpp>

#include <cstdlib>
#include <optional>

namespace runner::cli {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_name(std::string_view text) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos &&
           (text.front() < '0' || text.front() > '9');
}

bool is_comment_or_empty(std::string_view text) {
    const auto rest = trimmed(text);
    return rest.empty() || rest.front() == '#';
}

/// `text` starts behind the opening quote.
std::optional<std::string> single_quoted(std::string_view text) {
    const auto end = text.find('\'');
    if (end == std::string_view::npos || !is_comment_or_empty(text.substr(end + 1))) {
        return std::nullopt;
    }
    return std::string(text.substr(0, end));
}

std::optional<std::string> double_quoted(std::string_view text) {
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            return is_comment_or_empty(text.substr(i + 1)) ? std::optional(value) : std::nullopt;
        }
        if (text[i] != '\\' || i + 1 == text.size()) {
            value += text[i];
            continue;
        }
        const char next = text[++i];
        if (next == 'n') {
            value += '\n';
        } else if (next == '"' || next == '\\' || next == '$') {
            value += next;
        } else {
            value += '\\';
            value += next;
        }
    }
    return std::nullopt;
}

std::string unquoted(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool behind_blank = i == 0 || blanks.find(text[i - 1]) != std::string_view::npos;
        if (text[i] == '#' && behind_blank) {
            text = text.substr(0, i);
        }
    }
    return std::string(trimmed(text));
}

std::optional<std::string> value_from(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    if (text.starts_with('\'')) {
        return single_quoted(text.substr(1));
    }
    return text.starts_with('"') ? double_quoted(text.substr(1)) : unquoted(text);
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::size_t line, const char* message) {
    throw Error(ErrorKind::usage, message, Location{path, {line, 1}, {}});
}

} // namespace

Variables parse_env_file(const std::filesystem::path& path, std::string_view text) {
    Variables variables;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (is_comment_or_empty(line)) {
            continue;
        }
        line = trimmed(line);
        if (line.starts_with("export ")) {
            line = trimmed(line.substr(7));
        }
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) {
            refuse(path, number, "expected KEY=VALUE");
        }
        const auto name = trimmed(line.substr(0, equals));
        if (!is_name(name)) {
            refuse(path, number, "expected a name of letters, digits and _ before the =");
        }
        const auto value = value_from(trimmed(line.substr(equals + 1)));
        if (!value) {
            refuse(path, number, "the value's quotes do not match, or something follows them");
        }
        variables.emplace_back(name, *value);
    }
    return variables;
}

void load_env_file(const std::filesystem::path& path) {
    for (const auto& [name, value] : parse_env_file(path, read_file(path))) {
        setenv(name.c_str(), value.c_str(), 0);
    }
}

} // namespace runner::cli
