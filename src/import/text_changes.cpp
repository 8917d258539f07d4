#include "import/text_changes.hpp"

#include "parse/splitter.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto full = text.substr(0, end == std::string_view::npos ? end : end + 1);
        auto words = full;
        while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) {
            words.remove_suffix(1);
        }
        lines.push_back({words, full, lines.size() + 1});
        text.remove_prefix(full.size());
    }
    return lines;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::string_view> comment_words(std::string_view line) {
    const auto words = trimmed(line);
    return words.starts_with("--") ? std::optional(trimmed(words.substr(2))) : std::nullopt;
}

bool disarm_directives(std::string& text) {
    std::vector<std::size_t> marked;
    try {
        const Text copy(text);
        Splitter splitter(copy, {}, nullptr);
        splitter.collect_marked_comments(marked);
        while (splitter.next()) {
        }
    } catch (const Error&) {
        // Whoever reads the text tells what is wrong with it; the comments before that are known.
    }
    for (auto offset = marked.rbegin(); offset != marked.rend(); ++offset) {
        text.erase(text.find('@', *offset), 1);
    }
    return !marked.empty();
}

bool has_statements(std::string_view text) {
    const auto lines = lines_of(text);
    return std::any_of(lines.begin(), lines.end(), [](const Line& line) {
        return !trimmed(line.text).empty() && !comment_words(line.text);
    });
}

std::string tidied(std::string_view text) {
    const auto lines = lines_of(text);
    const auto is_empty = [](const Line& line) { return trimmed(line.text).empty(); };
    const auto first = std::find_if_not(lines.begin(), lines.end(), is_empty);
    const auto last = std::find_if_not(lines.rbegin(), lines.rend(), is_empty).base();
    std::string result;
    for (auto line = first; line < last; ++line) {
        result += line->full;
    }
    if (!result.empty() && result.back() != '\n') {
        result += '\n';
    }
    return result;
}

bool same_words(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char one, char other) {
        return lower(one) == lower(other);
    });
}

std::optional<std::size_t> line_with(std::string_view text, std::string_view needle) {
    const auto at = text.find(needle);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')
               );
}

std::string placeholder(std::string_view what, std::string_view why) {
    std::string quoted;
    for (const char c : fmt::format("{} {}", what, why)) {
        if (c == '\'') {
            quoted += '\'';
        }
        quoted += static_cast<unsigned char>(c) < 0x20 || c == '$' ? ' ' : c;
    }
    return fmt::format(
        "-- What stood there is not SQL. Write here what it did, should it ever have to run "
        "again.\n"
        "DO $placeholder$\n"
        "BEGIN\n"
        "    RAISE EXCEPTION USING MESSAGE = '{}',\n"
        "        HINT = 'write the SQL into this file';\n"
        "END\n"
        "$placeholder$;\n",
        quoted
    );
}

} // namespace runner::foreign
