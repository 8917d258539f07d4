#include "parse/variable_places.hpp"

#include "parse/token_reader.hpp"

#include <optional>

namespace runner {
namespace {

/// The brackets around a token: which of them are subscripts.
class Brackets {
public:
    void pass(const Token& token) {
        if (token.is('(')) {
            open_.push_back(Kind::parenthesis);
        } else if (token.is('[')) {
            const bool nested =
                !open_.empty() && open_.back() == Kind::array && (before_ == '[' || before_ == ',');
            open_.push_back(nested || behind_array_ ? Kind::array : Kind::subscript);
        } else if ((token.is(')') || token.is(']')) && !open_.empty()) {
            open_.pop_back();
        }
        behind_array_ = token.is("ARRAY");
        before_ = token.kind == TokenKind::punctuation ? token.text.front() : '\0';
    }

    [[nodiscard]] bool in_subscript() const {
        return !open_.empty() && open_.back() == Kind::subscript;
    }

private:
    enum class Kind { parenthesis, array, subscript };

    std::vector<Kind> open_;
    bool behind_array_ = false;
    char before_ = '\0';
};

std::optional<VariablePlace::Form> form_of(const Token& token) {
    using enum VariablePlace::Form;
    if (token.kind == TokenKind::word) {
        return verbatim;
    }
    if (token.kind == TokenKind::string && token.text.front() == '\'') {
        return literal;
    }
    if (token.kind == TokenKind::quoted_name && token.text.front() == '"') {
        return name;
    }
    return std::nullopt;
}

} // namespace

std::vector<VariablePlace>
variable_places(Lexer& lexer, Span span, const std::function<bool(std::string_view)>& is_variable) {
    lexer.resume(span.offset);
    lexer.stop_at(span.offset + span.length);
    const auto bytes = lexer.text().view();
    std::vector<VariablePlace> places;
    Brackets brackets;
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        brackets.pass(token);
        const bool behind_colon =
            token.offset > span.offset && bytes[token.offset - 1] == ':' &&
            (token.offset < span.offset + 2 || bytes[token.offset - 2] != ':');
        if (!behind_colon || brackets.in_subscript()) {
            continue;
        }
        const auto form = form_of(token);
        const auto variable = content_of(token);
        if (form && is_variable(variable)) {
            places.push_back({*form, {token.offset - 1, token.end() - token.offset + 1}, variable});
        }
    }
    return places;
}

} // namespace runner
