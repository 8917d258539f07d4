#include "parse/name_reader.hpp"

namespace runner {
namespace {

bool is_part_of_name(const Token& token) {
    return token.kind == TokenKind::word ||
           (token.kind == TokenKind::quoted_name && token.text.front() == '"');
}

} // namespace

std::string take_name(TokenReader& reader) {
    std::string name;
    while (is_part_of_name(reader.token())) {
        name += reader.token().text;
        reader.advance();
        if (!reader.token().is('.')) {
            return name;
        }
        name += '.';
        reader.advance();
    }
    return {};
}

bool take_if(TokenReader& reader, std::string_view behind) {
    auto ahead = reader;
    if (!ahead.take("IF") || !ahead.take(behind)) {
        return false;
    }
    if (behind == "NOT") {
        ahead.take("EXISTS");
    }
    reader = ahead;
    return true;
}

std::string take_table(TokenReader& reader) {
    reader.take("ONLY");
    if (reader.token().is('(')) {
        reader.advance();
    }
    auto name = take_name(reader);
    if (reader.token().is(')')) {
        reader.advance();
    }
    reader.take("*");
    return name;
}

} // namespace runner
