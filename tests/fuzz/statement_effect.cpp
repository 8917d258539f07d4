#include "statement_effect.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace runner::fuzz {
namespace {

bool is_word(std::string_view word, std::string_view lower_case) {
    return std::equal(
        word.begin(),
        word.end(),
        lower_case.begin(),
        lower_case.end(),
        [](char byte, char expected) {
            return (byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte) == expected;
        }
    );
}

/// The value of standard_conforming_strings in `words`, which begin with its name.
std::optional<bool> switched_to(const std::vector<std::string_view>& words, std::size_t name) {
    const auto value = name + 2 < words.size() ? words[name + 2] : std::string_view();
    const auto bare =
        value.size() > 2 && value.front() == '\'' ? value.substr(1, value.size() - 2) : value;
    constexpr std::array<std::string_view, 4> off = {"off", "false", "no", "0"};
    return std::none_of(off.begin(), off.end(), [&](std::string_view each) {
        return is_word(bare, each);
    });
}

} // namespace

bool reads_rows(std::string_view text, const std::vector<ScannedToken>& tokens) {
    if (!is_word(of(text, tokens.front()), "copy")) {
        return false;
    }
    int depth = 0;
    for (std::size_t at = 1; at + 1 < tokens.size(); ++at) {
        if (tokens[at].number == token_number::left_parenthesis) {
            ++depth;
        } else if (tokens[at].number == token_number::right_parenthesis) {
            --depth;
        } else if (depth == 0 && is_word(of(text, tokens[at]), "from") && tokens[at - 1].number != token_number::dot) {
            const auto source = of(text, tokens[at + 1]);
            return is_word(source, "stdin") || is_word(source, "stdout");
        }
    }
    return false;
}

std::optional<bool>
standard_strings(std::string_view text, const std::vector<ScannedToken>& tokens) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < std::min<std::size_t>(tokens.size(), 12); ++at) {
        const auto word = of(text, tokens[at]);
        if (!is_word(word, "local") && !is_word(word, "session")) {
            words.push_back(word);
        }
    }
    const auto is = [&](std::size_t at, std::string_view word) {
        return at < words.size() && is_word(words[at], word);
    };
    const auto is_name = [&](std::size_t at) {
        return is(at, "standard_conforming_strings") || is(at, "\"standard_conforming_strings\"") ||
               is(at, "'standard_conforming_strings'");
    };
    if (is(0, "set") && is_name(1)) {
        return switched_to(words, 1);
    }
    if ((is(0, "reset") && (is_name(1) || is(1, "all"))) || (is(0, "discard") && is(1, "all"))) {
        return true;
    }
    for (std::size_t at = 1; is(0, "select") && at < words.size(); ++at) {
        if (is(at, "set_config") && is_name(at + 2)) {
            return switched_to(words, at + 2);
        }
    }
    return std::nullopt;
}

} // namespace runner::fuzz
