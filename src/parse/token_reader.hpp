// The tokens of one statement again, for the few questions that its first words leave open.
#pragma once

#include "parse/lexer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

/// A word in any letter case, or exactly that between double quotes. `name` is in lower case.
[[nodiscard]] bool is_name(const Token& token, std::string_view name) noexcept;

/// What stands between the quotes of a literal or a quoted name, as it is written; another token
/// as a whole.
[[nodiscard]] std::string_view content_of(const Token& token) noexcept;

/// The value of a string without escapes, or of a quoted name without them.
[[nodiscard]] std::string unquoted(const Token& token);

/// What the server takes for a boolean: "off", 'FALSE', n, 0, the beginnings of such words. Empty
/// for something else.
[[nodiscard]] std::optional<bool> boolean_of(const Token& token) noexcept;

/// Stands on a token. Text that no token can be made of ends it: the body of a DO may be written in
/// any language.
class TokenReader {
public:
    explicit TokenReader(std::string_view sql);

    /// Its kind is `end` behind the last one.
    [[nodiscard]] const Token& token() const noexcept { return token_; }

    [[nodiscard]] bool at_end() const noexcept { return token_.kind == TokenKind::end; }

    /// The open parentheses around the token; one is not inside itself.
    [[nodiscard]] std::size_t depth() const noexcept { return depth_; }

    void advance(std::size_t count = 1);
    /// Advances when it stands on the word, or on the operator.
    bool take(std::string_view keyword);
    /// Advances to the word outside of parentheses, or to the end.
    void advance_to(std::string_view keyword);
    /// Advances behind the next comma inside of `depth` parentheses; false when they close instead.
    bool advance_to_item(std::size_t depth);

private:
    void read();

    Lexer lexer_;
    Token token_;
    std::size_t depth_ = 0;
};

} // namespace runner
