// Plain text: words, numbers, operators, punctuation and white space, up to the next quote, dollar
// quote, parameter, comment, semicolon or backslash. Most bytes of a script are plain, and behind
// the first words of a statement nobody asks for their tokens; what is left to do with them is done
// for 64 bytes at a time.
#pragma once

#include "parse/bytes.hpp"
#include "parse/canonical_text.hpp"

#include <cstddef>
#include <string_view>

namespace runner {

class PlainText {
public:
    explicit PlainText(std::string_view script) noexcept : script_(script) {}

    /// Reads plain text from `begin`, where a token begins or ends; returns where it ends.
    const char* pass(const char* begin, const char* end);

    /// Did the plain text that was read last go up to `at` with something that can be a prefix?
    [[nodiscard]] bool touches(const char* at) const noexcept;
    /// Does it end there with `prefix` as a whole word? `prefix` is in lower case.
    [[nodiscard]] bool is_prefixed(const char* at, std::string_view prefix) const;

    /// Is told what is read, unless it is null.
    CanonicalText* canonical = nullptr;

    /// Parentheses that are open; the user may set it.
    std::size_t depth = 0;
    /// Behind the last byte that is not white space.
    const char* token_end = nullptr;

private:
    [[nodiscard]] const char* run_before(const char* at) const;
    [[nodiscard]] const char* word_before(const char* at) const;
    [[nodiscard]] bool continues_word(const char* at, const char* end);

    std::string_view script_;
    const char* begin_ = nullptr;    ///< of the plain text that is being read
    const char* word_end_ = nullptr; ///< of its last word with a `$`
};

} // namespace runner
