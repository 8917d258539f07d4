#include "psql/quoting.hpp"

#include "parse/lexer.hpp"

#include <runner/error.hpp>

namespace runner::psql {

std::string literal(std::string_view text) {
    // A carriage return as it is would depend on how the script is passed on.
    const bool escapes = text.find('\r') != std::string_view::npos;
    std::string result = escapes ? "E'" : "'";
    for (const char byte : text) {
        if (byte == '\r') {
            result += "\\r";
            continue;
        }
        if (byte == '\'' || (escapes && byte == '\\')) {
            result += byte;
        }
        result += byte;
    }
    return result + "'";
}

std::string literal_or_null(const std::optional<std::string>& text) {
    return text ? literal(*text) : "NULL";
}

std::string name(std::string_view text) {
    constexpr std::size_t longest = 63;
    if (text.empty() || text.size() > longest) {
        throw Error(
            ErrorKind::usage, "a name has 1 to 63 bytes: " + std::string(text.substr(0, longest))
        );
    }
    std::string result = "\"";
    for (const char byte : text) {
        result += byte == '"' ? "\"\"" : std::string(1, byte);
    }
    return result + "\"";
}

std::string without_variables(std::string_view statement) {
    std::string result;
    if (statement.find(':') == std::string_view::npos) {
        result = statement;
        return result;
    }
    const Text text{std::string(statement)};
    Lexer lexer(text, {});
    std::size_t copied = 0;
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (!token.is(':')) {
            continue;
        }
        const char next = token.end() < statement.size() ? statement[token.end()] : ' ';
        if (next == ':') {
            lexer.next(); // `::` is a cast, in psql as well
        } else if (next != '=') {
            result += statement.substr(copied, token.end() - copied);
            result += ' ';
            copied = token.end();
        }
    }
    result += statement.substr(copied);
    return result;
}

std::string comment(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        result += static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F ? '?' : byte;
    }
    return result;
}

} // namespace runner::psql
