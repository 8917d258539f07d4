// Bytes, sixteen and sixty-four at a time: what the grammar's longest runs are searched with. The
// inline ones use SSE2, which every x86-64 has; elsewhere plain loops give the same answers.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace runner::bytes {

/// What a byte can stand next to without becoming something else. Two neighbours that have a bit
/// in common need a space between them.
enum Glue : unsigned char { alone = 0, in_word = 1, in_operator = 2 };

[[nodiscard]] constexpr Glue glue_of_byte(char byte) noexcept {
    const auto code = static_cast<unsigned char>(byte);
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    const bool digit = byte >= '0' && byte <= '9';
    if (letter || digit || code >= 0x80 ||
        std::string_view("_$'\"").find(byte) != std::string_view::npos) {
        return in_word;
    }
    return std::string_view("~!@#^&|`?+-*/%<>=").find(byte) != std::string_view::npos ? in_operator
                                                                                      : alone;
}

inline constexpr auto glue_table = [] {
    std::array<Glue, 256> table{};
    for (unsigned code = 0; code < table.size(); ++code) {
        table[code] = glue_of_byte(static_cast<char>(code));
    }
    return table;
}();

[[nodiscard]] inline Glue glue(char byte) noexcept {
    return glue_table[static_cast<unsigned char>(byte)];
}

/// How many bytes a kernel takes at once.
constexpr std::size_t block = 64;

/// The bits from `place` on; none for 64.
[[nodiscard]] constexpr std::uint64_t bits_from(unsigned place) noexcept {
    return place < block ? ~std::uint64_t{0} << place : 0;
}

/// A step through plain text: as far as it goes within 64 bytes. Plain text stops at ' " ; \ $ and
/// where a comment begins.
struct Step {
    // What is given.
    const char* from = nullptr; ///< a whole block can be read
    unsigned room = 0;          ///< how many bytes count
    bool begun = false;         ///< the first byte is no stop
    std::size_t depth = 0;      ///< parentheses that are open; this changes

    // What is found.
    unsigned end = 0;
    bool stops = false;      ///< at `end`; otherwise it is only cut there
    unsigned tokens_end = 0; ///< behind the last byte that is not white space; 0 when there is none

    // For those who write it: letters in lower case, and of white space a blank where words would
    // meet without it.
    char* to = nullptr;          ///< has room for a block and a byte
    char last = ';';             ///< what was written last
    bool gap = false;            ///< something that is not written stands behind that
    bool operators_meet = false; ///< it ends before an operator, with only a gap to the last one
};

/// What is done for each block of plain text, in the way this processor does it best.
struct Kernel {
    void (*read)(Step& step);
    void (*write)(Step& step);
    /// How often `byte` stands in the text.
    std::size_t (*count)(std::string_view text, char byte);
    /// The offset of the first line that begins like the end of a COPY's rows, `\.`, or rather of
    /// the line feed in front of it; the size when there is none.
    std::size_t (*find_row_end)(std::string_view text);
    /// How many bytes at the beginning are known to be ASCII without a NUL; whole blocks.
    std::size_t (*ascii_blocks)(std::string_view text);
};

/// Those that this processor can run: the best one first, the one for every processor last.
[[nodiscard]] std::vector<Kernel> usable_kernels();
/// The best one for this processor.
extern const Kernel kernel;

/// Blanks, tabs, line endings.
[[nodiscard]] constexpr bool is_space(char byte) noexcept {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/// Bytes of words, numbers and parameters.
[[nodiscard]] constexpr bool is_in_word(char byte) noexcept {
    return glue_table[static_cast<unsigned char>(byte)] == in_word && byte != '\'' && byte != '"';
}

namespace detail {

inline std::string_view::iterator
find_letters(std::string_view text, std::string_view letters) noexcept {
    const auto same = [](char byte, char letter) {
        return byte == letter || (byte >= 'A' && byte <= 'Z' && byte - 'A' + 'a' == letter);
    };
    return std::search(text.begin(), text.end(), letters.begin(), letters.end(), same);
}

} // namespace detail

#if defined(__SSE2__)

namespace detail {

inline __m128i load(const char* at) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

inline std::uint64_t bits(__m128i lanes) noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(lanes));
}

inline __m128i equal(__m128i lanes, char byte) noexcept {
    return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(byte));
}

} // namespace detail

namespace detail {

/// Which bytes, as numbers without a sign, are `first` to `last`.
inline __m128i among(__m128i lanes, char first, char last) noexcept {
    const auto from_first = _mm_sub_epi8(lanes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(
        _mm_min_epu8(from_first, _mm_set1_epi8(static_cast<char>(last - first))), from_first
    );
}

inline std::uint64_t spaces(__m128i lanes) noexcept {
    return bits(_mm_or_si128(equal(lanes, ' '), among(lanes, '\t', '\r')));
}

inline std::uint64_t word_bytes(__m128i lanes) noexcept {
    const auto letters = among(_mm_or_si128(lanes, _mm_set1_epi8('a' - 'A')), 'a', 'z');
    const auto names = _mm_or_si128(equal(lanes, '_'), equal(lanes, '$'));
    const auto ascii = _mm_or_si128(_mm_or_si128(letters, names), among(lanes, '0', '9'));
    return bits(_mm_or_si128(ascii, lanes)); // the upper bit of a byte is what counts
}

template <std::uint64_t (&Found)(__m128i) noexcept, bool (&IsFound)(char) noexcept>
inline const char* behind_run(const char* at, const char* end) noexcept {
    for (; end - at >= 16; at += 16) {
        if (const auto others = ~Found(load(at)) & 0xFFFFU; others != 0) {
            return at + std::countr_zero(others);
        }
    }
    return std::find_if_not(at, end, IsFound);
}

} // namespace detail

/// Behind the white space that `begin` may stand at.
[[nodiscard]] inline const char* behind_spaces(const char* begin, const char* end) noexcept {
    return detail::behind_run<detail::spaces, is_space>(begin, end);
}

/// The same for bytes of words, numbers and parameters.
[[nodiscard]] inline const char* behind_word(const char* begin, const char* end) noexcept {
    return detail::behind_run<detail::word_bytes, is_in_word>(begin, end);
}

/// Copies up to a block: a whole one is read and written. True when a carriage return was in it.
inline bool copy_and_find_return(char* to, const char* from) noexcept {
    using namespace detail;
    auto found = _mm_setzero_si128();
    for (unsigned done = 0; done < block; done += 16) {
        const auto lanes = load(from + done);
        found = _mm_or_si128(found, equal(lanes, '\r'));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + done), lanes);
    }
    return bits(found) != 0;
}

/// Which of 64 bytes are equal to one of these; the lowest bit is the first byte.
template <typename... Bytes>
[[nodiscard]] inline std::uint64_t which_are(const char* from, Bytes... bytes) noexcept {
    using namespace detail;
    const auto part = [&](unsigned shift) {
        const auto lanes = load(from + shift);
        auto same = _mm_setzero_si128();
        ((same = _mm_or_si128(same, equal(lanes, bytes))), ...);
        return bits(same) << shift;
    };
    return part(0) | part(16) | part(32) | part(48);
}

/// The first `byte`, or `end`. For near ones: memchr() costs a call before it looks at anything.
[[nodiscard]] inline const char* find(const char* begin, const char* end, char byte) noexcept {
    if (end - begin >= static_cast<std::ptrdiff_t>(block)) {
        if (const auto found = which_are(begin, byte); found != 0) {
            return begin + std::countr_zero(found);
        }
        begin += block;
    }
    const void* found = std::memchr(begin, byte, static_cast<std::size_t>(end - begin));
    return found != nullptr ? static_cast<const char*>(found) : end;
}

/// The first of two bytes, or `end`.
[[nodiscard]] inline const char*
find_either(const char* begin, const char* end, char one, char other) noexcept {
    for (; end - begin >= static_cast<std::ptrdiff_t>(block); begin += block) {
        if (const auto found = which_are(begin, one, other); found != 0) {
            return begin + std::countr_zero(found);
        }
    }
    return std::find_if(begin, end, [&](char byte) { return byte == one || byte == other; });
}

/// Does the text hold these letters, in any case? `letters` are in lower case.
[[nodiscard]] inline bool holds(std::string_view text, std::string_view letters) noexcept {
    using namespace detail;
    const auto lower = [](const char* at) { return _mm_or_si128(load(at), _mm_set1_epi8(0x20)); };
    const auto last = letters.size() - 1;
    std::size_t at = 0;
    for (; at + last + 16 <= text.size(); at += 16) {
        const auto* from = text.data() + at;
        const auto ends = _mm_and_si128(
            equal(lower(from), letters.front()), equal(lower(from + last), letters.back())
        );
        const auto here = text.substr(at, last + 16);
        if (bits(ends) != 0 && find_letters(here, letters) != here.end()) {
            return true;
        }
    }
    const auto rest = text.substr(at);
    return find_letters(rest, letters) != rest.end();
}

#else

[[nodiscard]] inline const char* behind_spaces(const char* begin, const char* end) noexcept {
    return std::find_if_not(begin, end, is_space);
}

[[nodiscard]] inline const char* behind_word(const char* begin, const char* end) noexcept {
    return std::find_if_not(begin, end, is_in_word);
}

inline bool copy_and_find_return(char* to, const char* from) noexcept {
    std::memcpy(to, from, block);
    return std::memchr(from, '\r', block) != nullptr;
}

[[nodiscard]] inline const char* find(const char* begin, const char* end, char byte) noexcept {
    return std::find(begin, end, byte);
}

[[nodiscard]] inline const char*
find_either(const char* begin, const char* end, char one, char other) noexcept {
    return std::find_if(begin, end, [&](char byte) { return byte == one || byte == other; });
}

[[nodiscard]] inline bool holds(std::string_view text, std::string_view letters) noexcept {
    return detail::find_letters(text, letters) != text.end();
}

#endif

} // namespace runner::bytes
