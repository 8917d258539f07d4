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
        const auto* from = at;
        for (; at < end; at += bytes::block) {
            if (const auto others = ~seen_from(at).marks(kind); others != 0) {
                at += std::countr_zero(others);
                break;
            }
        }
        return static_cast<std::size_t>(std::min(at, end) - from);
    }

    /// Parentheses that are open; the user may set it.
    std::size_t depth = 0;
    /// Behind the last byte that is not white space.
    const char* token_end = nullptr;

private:
    /// The marks of 64 bytes that begin anywhere: the end of one block and the beginning of the
    /// next.
    struct View {
        const bytes::Marks* blocks;
        unsigned place;

        [[nodiscard]] std::uint64_t marks(std::uint64_t bytes::Marks::*kind) const noexcept {
            return blocks[0].*kind >> place | blocks[1].*kind << 1U << (bytes::block - 1 - place);
        }
    };

    [[nodiscard]] View seen_from(const char* at) {
        const auto offset = static_cast<std::size_t>(at - script_.data());
        const auto index = offset / bytes::block;
        if (index - first_ >= known_) {
            mark_from(index);
        }
        return {&marks_[index - first_], static_cast<unsigned>(offset % bytes::block)};
    }

    void mark_from(std::size_t index);
    [[nodiscard]] const char* word_before(const char* at) const;
    [[nodiscard]] bool continues_word(const char* at, const char* end);

    std::string_view script_;
    const char* begin_ = nullptr;    ///< of the plain text that is being read
    const char* word_end_ = nullptr; ///< of its last word with a `$`
    // Blocks are marked many at once, and one more for those who look behind the last.
    std::size_t first_ = 0; ///< the number of the first one in the script
    std::size_t known_ = 0;
    std::array<bytes::Marks, 17> marks_{};
};

} // namespace runner
