// Plain text: words, numbers, operators, punctuation and white space, up to the next quote, dollar
// quote, parameter, comment, semicolon or backslash. Most bytes of a script are plain, and behind
// the first words of a statement nobody asks for their tokens; what is left to do with them is done
// for 64 bytes at a time.
#pragma once

#include "parse/bytes.hpp"
#include "parse/canonical_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
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

    /// How many bytes from `at` on are of one kind: &Marks::word, &Marks::space.
    [[nodiscard]] std::size_t
    run(const char* at, const char* end, std::uint64_t bytes::Marks::*kind) {
        std::size_t length = 0;
        while (at < end) {
            look_at(at, end);
            const auto start = static_cast<unsigned>(at - block_);
            const auto others = ~(marks_.*kind) >> start;
            const auto same = others != 0 ? static_cast<unsigned>(std::countr_zero(others))
                                          : static_cast<unsigned>(bytes::block) - start;
            const auto left = static_cast<std::size_t>(end - at);
            length += std::min<std::size_t>(same, left);
            if (start + same < bytes::block || same >= left) {
                break;
            }
            at += same;
        }
        return length;
    }

    /// Parentheses that are open; the user may set it.
    std::size_t depth = 0;
    /// Behind the last byte that is not white space.
    const char* token_end = nullptr;

private:
    /// Makes the block of `at` the one that is known.
    void look_at(const char* at, const char* end) {
        const auto index = static_cast<std::size_t>(at - script_.data()) / bytes::block;
        if (index != index_ || end != end_) {
            look_at_block(index, end);
        }
    }

    void look_at_block(std::size_t index, const char* end);
    [[nodiscard]] unsigned next_stop(unsigned start, const char* end);
    [[nodiscard]] bool stops(const char* at, const char* end);
    [[nodiscard]] const char* word_before(const char* at) const;
    [[nodiscard]] bool continues_word(const char* at, const char* end);
    void count_parentheses(std::uint64_t open, std::uint64_t close) noexcept;

    std::string_view script_;
    const char* begin_ = nullptr;    ///< of the plain text that is being read
    const char* word_end_ = nullptr; ///< of its last word with a `$`
    // The 64 bytes that are being looked at.
    std::size_t index_ = static_cast<std::size_t>(-1);
    const char* end_ = nullptr; ///< what was known as the end when they were
    const char* block_ = nullptr;
    bytes::Marks marks_;
    const char* readable_ = nullptr; ///< the same bytes, and more
    std::array<char, bytes::block + CanonicalText::looked_ahead> tail_{};
};

} // namespace runner
