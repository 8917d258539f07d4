#include "parse/token_reader.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <string>

namespace runner {
namespace {

bool begins_in_any_case(std::string_view word, std::string_view part) noexcept {
    return part.size() <= word.size() &&
           std::equal(part.begin(), part.end(), word.begin(), [](char byte, char expected) {
               return byte == expected ||
                      (byte >= 'A' && byte <= 'Z' && byte - 'A' + 'a' == expected);
           });
}

std::string_view between(std::string_view text, char quote) noexcept {
    const auto first = text.find(quote);
    const auto last = text.rfind(quote);
    return first < last ? text.substr(first + 1, last - first - 1) : std::string_view();
}

} // namespace

bool is_name(const Token& token, std::string_view name) noexcept {
    if (token.kind == TokenKind::quoted_name) {
        return content_of(token) == name;
    }
    return token.kind == TokenKind::word && token.text.size() == name.size() &&
           begins_in_any_case(name, token.text);
}

std::string_view content_of(const Token& token) noexcept {
    switch (token.kind) {
    case TokenKind::quoted_name:
        return between(token.text, '"');
    case TokenKind::string:
        return between(token.text, '\'');
    case TokenKind::dollar_quoted: {
        const auto tag = token.text.find('$', 1) + 1;
        return token.text.substr(tag, token.text.size() - 2 * tag);
    }
    default:
        return token.text;
    }
}

std::string unquoted(const Token& token) {
    const char quote = token.kind == TokenKind::quoted_name ? '"' : '\'';
    std::string value;
    bool is_doubled = false;
    for (const char byte : content_of(token)) {
        is_doubled = byte == quote && !is_doubled;
        if (!is_doubled) {
            value += byte;
        }
    }
    return value;
}

std::optional<bool> boolean_of(const Token& token) noexcept {
    const auto text = content_of(token);
    if (text.empty()) {
        return std::nullopt;
    }
    if (token.kind == TokenKind::number && text.find_first_not_of('0') == std::string_view::npos) {
        return false;
    }
    if (begins_in_any_case("true", text) || begins_in_any_case("yes", text) || text == "1") {
        return true;
    }
    if (begins_in_any_case("false", text) || begins_in_any_case("no", text) || text == "0") {
        return false;
    }
    if (text.size() < 2) { // "o" may become either
        return std::nullopt;
    }
    if (begins_in_any_case("on", text)) {
        return true;
    }
    return begins_in_any_case("off", text) ? std::optional(false) : std::nullopt;
}

TokenReader::TokenReader(std::string_view sql) : lexer_(Text(std::string(sql)), {}) {
    read();
}

void TokenReader::read() {
    try {
        token_ = lexer_.next();
    } catch (const Error&) {
        token_ = {};
    }
}

void TokenReader::advance(std::size_t count) {
    for (; count > 0 && !at_end(); --count) {
        depth_ += token_.is('(') ? 1 : 0;
        read();
        depth_ -= token_.is(')') && depth_ > 0 ? 1 : 0;
    }
}

bool TokenReader::take(std::string_view keyword) {
    const bool here =
        token_.is(keyword) || (token_.kind == TokenKind::operator_run && token_.text == keyword);
    if (here) {
        advance();
    }
    return here;
}

void TokenReader::advance_to(std::string_view keyword) {
    while (!at_end() && !(depth_ == 0 && token_.is(keyword))) {
        advance();
    }
}

bool TokenReader::advance_to_item(std::size_t depth) {
    while (!at_end() && depth_ >= depth) {
        const bool found = depth_ == depth && token_.is(',');
        advance();
        if (found) {
            return true;
        }
    }
    return false;
}

} // namespace runner
