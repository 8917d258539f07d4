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

/// Which of 64 bytes are what; the lowest bit is the first byte.
struct Marks {
    std::uint64_t space = 0; ///< blanks, tabs, line endings
    std::uint64_t word = 0;  ///< of words, numbers and parameters
    std::uint64_t operators = 0;
    std::uint64_t stop = 0;  ///< ' " $ ; \ - /
    std::uint64_t open = 0;  ///< (
    std::uint64_t close = 0; ///< )

    bool operator==(const Marks&) const = default;
};

/// The bits from `place` on; none for 64.
[[nodiscard]] constexpr std::uint64_t bits_from(unsigned place) noexcept {
    return place < block ? ~std::uint64_t{0} << place : 0;
}

/// What is done for each block of plain text, in the way this processor does it best.
struct Kernel {
    /// Marks that many blocks.
    void (*mark)(const char* from, Marks* marks, std::size_t blocks);
    /// Copies the bytes of a block whose bit is set, ASCII letters in lower case and white space as
    /// blanks; returns the end. `to` has room for a whole block.
    char* (*keep)(char* to, const char* from, std::uint64_t bits);
    /// How often `byte` stands in the text.
    std::size_t (*count)(std::string_view text, char byte);
};

/// For every processor.
extern const Kernel portable_kernel;
/// The best one for this processor.
extern const Kernel kernel;

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

/// Copies in steps of 16 bytes: up to 15 behind both ranges are touched. True when a carriage
/// return was among them or in the bytes behind them.
inline bool copy_and_find_return(char* to, const char* from, std::size_t size) noexcept {
    using namespace detail;
    auto found = _mm_setzero_si128();
    for (std::size_t done = 0; done < size; done += 16) {
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

/// The first place where `first`, `second` and `third` stand in a row; `end` when there is none.
[[nodiscard]] inline const char*
find_three(const char* begin, const char* end, char first, char second, char third) noexcept {
    using namespace detail;
    for (; end - begin >= 18; begin += 16) {
        const auto all = _mm_and_si128(
            equal(load(begin), first),
            _mm_and_si128(equal(load(begin + 1), second), equal(load(begin + 2), third))
        );
        if (const auto found = bits(all); found != 0) {
            return begin + std::countr_zero(found);
        }
    }
    for (; end - begin >= 3; ++begin) {
        if (begin[0] == first && begin[1] == second && begin[2] == third) {
            return begin;
        }
    }
    return end;
}

#else

inline bool copy_and_find_return(char* to, const char* from, std::size_t size) noexcept {
    std::memcpy(to, from, size);
    return std::memchr(from, '\r', size) != nullptr;
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

[[nodiscard]] inline const char*
find_three(const char* begin, const char* end, char first, char second, char third) noexcept {
    const std::array<char, 3> needle = {first, second, third};
    return std::search(begin, end, needle.begin(), needle.end());
}

#endif

} // namespace runner::bytes
