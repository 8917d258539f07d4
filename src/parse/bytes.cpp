// The kernels. The one for AVX-512 looks each byte up in a table; the one for AVX2 in two tables of
// 16, by its lower and its upper half: a bit that both answers share is a class.
#include "parse/bytes.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#define RUNNER_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define RUNNER_AVX512                                                                              \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))
#endif

namespace runner::bytes {
namespace {

constexpr bool is_space(char byte) noexcept {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

constexpr bool is_stop(char byte) noexcept {
    return byte == '\'' || byte == '"' || byte == '$' || byte == ';' || byte == '\\' ||
           byte == '-' || byte == '/';
}

constexpr bool is_word_byte(char byte, Glue kind) noexcept {
    return kind == in_word && byte != '\'' && byte != '"';
}

Marks portable_marks_of(const char* from) {
    Marks marks;
    for (unsigned place = 0; place < block; ++place) {
        const char byte = from[place];
        const auto bit = std::uint64_t{1} << place;
        const auto kind = glue(byte);
        marks.space |= is_space(byte) ? bit : 0;
        marks.word |= is_word_byte(byte, kind) ? bit : 0;
        marks.operators |= kind == in_operator ? bit : 0;
        marks.stop |= is_stop(byte) ? bit : 0;
        marks.open |= byte == '(' ? bit : 0;
        marks.close |= byte == ')' ? bit : 0;
    }
    return marks;
}

void portable_mark(const char* from, Marks* marks, std::size_t blocks) {
    for (const auto* behind = marks + blocks; marks != behind; ++marks, from += block) {
        *marks = portable_marks_of(from);
    }
}

char* portable_keep(char* to, const char* from, std::uint64_t bits) {
    for (; bits != 0; bits &= bits - 1) {
        const char byte = from[std::countr_zero(bits)];
        const char lower = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
        *to++ = is_space(byte) ? ' ' : lower;
    }
    return to;
}

std::size_t portable_count(std::string_view text, char byte) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), byte));
}

#if defined(__x86_64__)

/// What a byte is, by its halves: bit n of lower[byte & 15] & upper[byte >> 4].
struct Classes {
    std::array<unsigned char, 16> lower{};
    std::array<unsigned char, 16> upper{};

    /// All bytes that have one of `uppers` and one of `lowers` as their halves.
    constexpr void
    add(unsigned bit, std::initializer_list<unsigned> uppers, std::initializer_list<unsigned> lowers
    ) {
        for (const auto half : uppers) {
            upper[half] = static_cast<unsigned char>(upper[half] | 1U << bit);
        }
        for (const auto half : lowers) {
            lower[half] = static_cast<unsigned char>(lower[half] | 1U << bit);
        }
    }
};

constexpr char spaces = 0b11;
constexpr char stops = 0b11100;
constexpr char opens = 0b100000;
constexpr char closes = 0b1000000;
constexpr char dollars = static_cast<char>(0b10000000);

constexpr auto first_classes = [] {
    Classes classes;
    classes.add(0, {0x0}, {0x9, 0xA, 0xB, 0xC, 0xD});
    classes.add(1, {0x2}, {0x0});
    classes.add(2, {0x2}, {0x2, 0x4, 0x7, 0xD, 0xF}); // " $ ' - /
    classes.add(3, {0x3}, {0xB});                     // ;
    classes.add(4, {0x5}, {0xC});                     // backslash
    classes.add(5, {0x2}, {0x8});                     // (
    classes.add(6, {0x2}, {0x9});                     // )
    classes.add(7, {0x2}, {0x4});                     // $
    return classes;
}();

constexpr char words = 0b1111;
constexpr char operator_bits = static_cast<char>(0b11110000);

constexpr auto second_classes = [] {
    Classes classes;
    classes.add(0, {0x3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    classes.add(1, {0x4, 0x6}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF});
    classes.add(2, {0x5, 0x7}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xA});
    classes.add(3, {0x5}, {0xF});                                    // _
    classes.add(4, {0x2}, {0x1, 0x3, 0x5, 0x6, 0xA, 0xB, 0xD, 0xF}); // ! # % & * + - /
    classes.add(5, {0x3}, {0xC, 0xD, 0xE, 0xF});                     // < = > ?
    classes.add(6, {0x4, 0x6}, {0x0});                               // @ `
    classes.add(7, {0x5, 0x7}, {0xE});                               // ^ ~
    return classes;
}();

RUNNER_AVX2 inline __m256i table(const std::array<unsigned char, 16>& half) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(half.data())
    ));
}

RUNNER_AVX2 inline std::uint64_t any(__m256i classes, char wanted) {
    const auto found = _mm256_and_si256(classes, _mm256_set1_epi8(wanted));
    const auto none = _mm256_cmpeq_epi8(found, _mm256_setzero_si256());
    return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none));
}

RUNNER_AVX2 inline __m256i load(const char* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

RUNNER_AVX2 inline Marks avx2_marks_of(const char* from) {
    const auto low_first = table(first_classes.lower);
    const auto high_first = table(first_classes.upper);
    const auto low_second = table(second_classes.lower);
    const auto high_second = table(second_classes.upper);
    Marks marks;
    for (unsigned shift = 0; shift < block; shift += 32) {
        const auto lanes = load(from + shift);
        const auto upper = _mm256_and_si256(_mm256_srli_epi16(lanes, 4), _mm256_set1_epi8(0x0F));
        // A byte from 0x80 on finds nothing here.
        const auto one = _mm256_and_si256(
            _mm256_shuffle_epi8(low_first, lanes), _mm256_shuffle_epi8(high_first, upper)
        );
        const auto other = _mm256_and_si256(
            _mm256_shuffle_epi8(low_second, lanes), _mm256_shuffle_epi8(high_second, upper)
        );
        const auto bar = static_cast<std::uint32_t>(
            _mm256_movemask_epi8(_mm256_cmpeq_epi8(lanes, _mm256_set1_epi8('|')))
        );
        const std::uint64_t beyond = static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
        const auto part = [shift](std::uint64_t bits) { return (bits & 0xFFFFFFFFU) << shift; };
        marks.space |= part(any(one, spaces));
        marks.stop |= part(any(one, stops));
        marks.open |= part(any(one, opens));
        marks.close |= part(any(one, closes));
        marks.word |= part(any(one, dollars) | any(other, words) | beyond);
        marks.operators |= part(any(other, operator_bits) | bar);
    }
    return marks;
}

RUNNER_AVX2 void avx2_mark(const char* from, Marks* marks, std::size_t blocks) {
    for (const auto* behind = marks + blocks; marks != behind; ++marks, from += block) {
        *marks = avx2_marks_of(from);
    }
}

/// For eight bytes: the places of those whose bit is set, in order.
constexpr auto kept_places = [] {
    std::array<std::array<unsigned char, 8>, 256> table{};
    for (unsigned bits = 0; bits < table.size(); ++bits) {
        unsigned kept = 0;
        for (unsigned char place = 0; place < 8; ++place) {
            if ((bits >> place & 1U) != 0) {
                table[bits][kept++] = place;
            }
        }
    }
    return table;
}();

RUNNER_AVX2 inline __m256i simplified(__m256i lanes) {
    const auto upper = _mm256_and_si256(
        _mm256_cmpgt_epi8(lanes, _mm256_set1_epi8('A' - 1)),
        _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), lanes)
    );
    const auto lower = _mm256_or_si256(lanes, _mm256_and_si256(upper, _mm256_set1_epi8('a' - 'A')));
    const auto from_tab = _mm256_sub_epi8(lanes, _mm256_set1_epi8('\t'));
    const auto control =
        _mm256_cmpeq_epi8(_mm256_min_epu8(from_tab, _mm256_set1_epi8('\r' - '\t')), from_tab);
    return _mm256_blendv_epi8(lower, _mm256_set1_epi8(' '), control);
}

RUNNER_AVX2 char* avx2_keep(char* to, const char* from, std::uint64_t bits) {
    alignas(32) std::array<char, block> simple;
    _mm256_store_si256(reinterpret_cast<__m256i*>(simple.data()), simplified(load(from)));
    _mm256_store_si256(reinterpret_cast<__m256i*>(simple.data() + 32), simplified(load(from + 32)));
    for (const auto* eight = simple.data(); bits != 0; eight += 8, bits >>= 8) {
        const auto kept = bits & 0xFF;
        const auto places =
            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(kept_places[kept].data()));
        const auto bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(eight));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_shuffle_epi8(bytes, places));
        to += _mm_popcnt_u64(kept);
    }
    return to;
}

RUNNER_AVX2 std::size_t avx2_count(std::string_view text, char byte) {
    std::size_t found = 0;
    std::size_t at = 0;
    for (; at + 32 <= text.size(); at += 32) {
        const auto same = _mm256_cmpeq_epi8(load(text.data() + at), _mm256_set1_epi8(byte));
        found +=
            static_cast<unsigned>(_mm_popcnt_u32(static_cast<unsigned>(_mm256_movemask_epi8(same)))
            );
    }
    for (; at < text.size(); ++at) {
        found += text[at] == byte ? 1 : 0;
    }
    return found;
}

/// The classes of the bytes below 0x80.
constexpr auto classes_of_bytes = [] {
    std::array<unsigned char, 128> table{};
    for (unsigned code = 0; code < table.size(); ++code) {
        const char byte = static_cast<char>(code);
        const auto kind = glue_of_byte(byte);
        table[code] = static_cast<unsigned char>(
            (is_space(byte) ? 1U : 0U) | (is_word_byte(byte, kind) ? 1U << 1U : 0U) |
            (kind == in_operator ? 1U << 2U : 0U) | (is_stop(byte) ? 1U << 3U : 0U) |
            (byte == '(' ? 1U << 4U : 0U) | (byte == ')' ? 1U << 5U : 0U)
        );
    }
    return table;
}();

RUNNER_AVX512 void avx512_mark(const char* from, Marks* marks, std::size_t blocks) {
    const auto low = _mm512_loadu_si512(classes_of_bytes.data());
    const auto high = _mm512_loadu_si512(classes_of_bytes.data() + block);
    for (const auto* behind = marks + blocks; marks != behind; ++marks, from += block) {
        const auto lanes = _mm512_loadu_si512(from);
        const auto beyond = _mm512_movepi8_mask(lanes);
        const auto classes = _mm512_maskz_permutex2var_epi8(~beyond, low, lanes, high);
        marks->space = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1));
        marks->word = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 1)) | beyond;
        marks->operators = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 2));
        marks->stop = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 3));
        marks->open = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 4));
        marks->close = _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 5));
    }
}

RUNNER_AVX512 char* avx512_keep(char* to, const char* from, std::uint64_t bits) {
    const auto lanes = _mm512_loadu_si512(from);
    const auto upper = _mm512_cmplt_epu8_mask(
        _mm512_sub_epi8(lanes, _mm512_set1_epi8('A')), _mm512_set1_epi8('Z' - 'A' + 1)
    );
    const auto control = _mm512_cmplt_epu8_mask(
        _mm512_sub_epi8(lanes, _mm512_set1_epi8('\t')), _mm512_set1_epi8('\r' - '\t' + 1)
    );
    auto simple = _mm512_mask_add_epi8(lanes, upper, lanes, _mm512_set1_epi8('a' - 'A'));
    simple = _mm512_mask_blend_epi8(control, simple, _mm512_set1_epi8(' '));
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi8(bits, simple));
    return to + _mm_popcnt_u64(bits);
}

RUNNER_AVX512 std::size_t avx512_count(std::string_view text, char byte) {
    std::size_t found = 0;
    for (std::size_t at = 0; at < text.size(); at += block) {
        const auto left = std::min(block, text.size() - at);
        const auto present = ~bits_from(static_cast<unsigned>(left));
        const auto lanes = _mm512_maskz_loadu_epi8(present, text.data() + at);
        const auto same = _mm512_mask_cmpeq_epi8_mask(present, lanes, _mm512_set1_epi8(byte));
        found += static_cast<std::size_t>(_mm_popcnt_u64(same));
    }
    return found;
}

Kernel best_kernel() {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2")) {
        return {avx512_mark, avx512_keep, avx512_count};
    }
    const bool has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
                         __builtin_cpu_supports("popcnt");
    return has_all ? Kernel{avx2_mark, avx2_keep, avx2_count} : portable_kernel;
}

#else

Kernel best_kernel() {
    return portable_kernel;
}

#endif

} // namespace

constinit const Kernel portable_kernel = {portable_mark, portable_keep, portable_count};
const Kernel kernel = best_kernel();

} // namespace runner::bytes
