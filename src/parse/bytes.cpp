// The kernels. The one for AVX-512 looks each byte up in a table; the one for AVX2 in two tables of
// 16, by its lower and its upper half: a bit that both answers share is a class.
//
// One file, though a long one: the three ways to do the same stand side by side, and whoever
// changes one has the others in view.
#include "parse/bytes.hpp"

#include "parse/bytes_step.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#define RUNNER_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define RUNNER_AVX512                                                                              \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))
#endif

namespace runner::bytes {
namespace {

constexpr bool is_stop(char byte) noexcept {
    return byte == '\'' || byte == '"' || byte == '$' || byte == ';' || byte == '\\';
}

Block portable_block(const char* from) {
    Block marks;
    for (unsigned place = 0; place < block; ++place) {
        const char byte = from[place];
        const auto mark = [place](bool is) { return std::uint64_t{is} << place; };
        marks.space |= mark(is_space(byte));
        marks.word |= mark(is_in_word(byte));
        marks.operators |= mark(glue(byte) == in_operator);
        marks.stop |= mark(is_stop(byte));
        marks.comment |= mark(byte == '-' || byte == '/');
        marks.open |= mark(byte == '(');
        marks.close |= mark(byte == ')');
    }
    return marks;
}

void portable_read(Step& step) {
    read_step(step, portable_block(step.from));
}

void portable_write(Step& step) {
    for (auto bits = write_step(step, portable_block(step.from)); bits != 0; bits &= bits - 1) {
        const char byte = step.from[std::countr_zero(bits)];
        const char lower = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
        *step.to++ = is_space(byte) ? ' ' : lower;
    }
}

std::size_t portable_count(std::string_view text, char byte) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), byte));
}

std::size_t portable_find_row_end(std::string_view text) {
    return std::min(text.find("\n\\."), text.size());
}

/// A search through what is in no cache takes half the time with it. It may be an address of
/// nothing: nothing is read then.
inline void fetch_ahead(const char* at) {
    constexpr std::size_t far = 2048;
    __builtin_prefetch(at + far);
}

/// The rest of a search that has seen the bytes before `at`.
std::size_t find_row_end_behind(std::string_view text, std::size_t at) {
    const auto begin = at - std::min<std::size_t>(at, 2);
    return begin + portable_find_row_end(text.substr(begin));
}

std::size_t portable_ascii_blocks(std::string_view /*text*/) {
    return 0; // whoever asks can look itself
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
    classes.add(2, {0x2}, {0x2, 0x4, 0x7}); // " $ '
    classes.add(3, {0x3}, {0xB});           // ;
    classes.add(4, {0x5}, {0xC});           // backslash
    classes.add(5, {0x2}, {0x8});           // (
    classes.add(6, {0x2}, {0x9});           // )
    classes.add(7, {0x2}, {0x4});           // $
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

RUNNER_AVX2 inline std::uint64_t same(__m256i lanes, char byte) {
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(lanes, _mm256_set1_epi8(byte)))
    );
}

/// What the two tables say of 32 bytes. A byte from 0x80 on finds nothing there.
struct Answers {
    __m256i first;
    __m256i second;
};

RUNNER_AVX2 inline Answers answers(__m256i lanes) {
    const auto upper = _mm256_and_si256(_mm256_srli_epi16(lanes, 4), _mm256_set1_epi8(0x0F));
    return {
        _mm256_and_si256(
            _mm256_shuffle_epi8(table(first_classes.lower), lanes),
            _mm256_shuffle_epi8(table(first_classes.upper), upper)
        ),
        _mm256_and_si256(
            _mm256_shuffle_epi8(table(second_classes.lower), lanes),
            _mm256_shuffle_epi8(table(second_classes.upper), upper)
        )};
}

RUNNER_AVX2 inline std::uint64_t word_bytes(const Answers& answers, __m256i lanes) {
    const std::uint64_t beyond = static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
    return any(answers.first, dollars) | any(answers.second, words) | beyond;
}

RUNNER_AVX2 inline std::uint64_t operator_bytes(const Answers& answers, __m256i lanes) {
    return any(answers.second, operator_bits) | same(lanes, '|');
}

/// The place of the bits of the bytes from `shift` on.
constexpr std::uint64_t part(std::uint64_t bits, unsigned shift) noexcept {
    return (bits & 0xFFFFFFFFU) << shift;
}

RUNNER_AVX2 inline Block avx2_block(const char* from) {
    Block marks;
    for (unsigned shift = 0; shift < block; shift += 32) {
        const auto lanes = load(from + shift);
        const auto found = answers(lanes);
        marks.space |= part(any(found.first, spaces), shift);
        marks.word |= part(word_bytes(found, lanes), shift);
        marks.operators |= part(operator_bytes(found, lanes), shift);
        marks.stop |= part(any(found.first, stops), shift);
        marks.open |= part(any(found.first, opens), shift);
        marks.comment |= part(same(lanes, '-') | same(lanes, '/'), shift);
        marks.open |= part(any(found.first, opens), shift);
        marks.close |= part(any(found.first, closes), shift);
    }
    return marks;
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

RUNNER_AVX2 void avx2_read(Step& step) {
    read_step(step, avx2_block(step.from));
}

RUNNER_AVX2 void avx2_write(Step& step) {
    auto bits = write_step(step, avx2_block(step.from));
    const auto* from = step.from;
    auto* to = step.to;
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
    step.to = to;
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

RUNNER_AVX2 inline std::uint64_t same_in_block(__m256i lower, __m256i upper, char byte) {
    return same(lower, byte) | same(upper, byte) << 32U;
}

RUNNER_AVX2 std::size_t avx2_find_row_end(std::string_view text) {
    RowEnd row_end;
    std::size_t at = 0;
    for (; at + block <= text.size(); at += block) {
        fetch_ahead(text.data() + at);
        const auto lower = load(text.data() + at);
        const auto upper = load(text.data() + at + 32);
        const auto found = row_end.find(
            same_in_block(lower, upper, '\n'),
            same_in_block(lower, upper, '\\'),
            same_in_block(lower, upper, '.')
        );
        if (found != 0) {
            return at + static_cast<unsigned>(std::countr_zero(found)) - 2;
        }
    }
    return find_row_end_behind(text, at);
}

RUNNER_AVX2 std::size_t avx2_ascii_blocks(std::string_view text) {
    std::size_t at = 0;
    for (; at + block <= text.size(); at += block) {
        fetch_ahead(text.data() + at);
        const auto lower = load(text.data() + at);
        const auto upper = load(text.data() + at + 32);
        const auto nul = _mm256_cmpeq_epi8(_mm256_min_epu8(lower, upper), _mm256_setzero_si256());
        const auto beyond = _mm256_or_si256(lower, upper);
        if (_mm256_movemask_epi8(_mm256_or_si256(nul, beyond)) != 0) {
            break;
        }
    }
    return at;
}

/// The classes of the bytes below 0x80.
constexpr auto classes_of_bytes = [] {
    std::array<unsigned char, 128> table{};
    for (unsigned code = 0; code < table.size(); ++code) {
        const char byte = static_cast<char>(code);
        table[code] = static_cast<unsigned char>(
            (is_space(byte) ? 1U : 0U) | (is_in_word(byte) ? 1U << 1U : 0U) |
            (glue_of_byte(byte) == in_operator ? 1U << 2U : 0U) | (is_stop(byte) ? 1U << 3U : 0U) |
            (byte == '-' || byte == '/' ? 1U << 4U : 0U)
        );
    }
    return table;
}();

RUNNER_AVX512 inline __m512i classes(__m512i lanes, __mmask64 beyond) {
    const auto low = _mm512_loadu_si512(classes_of_bytes.data());
    const auto high = _mm512_loadu_si512(classes_of_bytes.data() + block);
    return _mm512_maskz_permutex2var_epi8(~beyond, low, lanes, high);
}

RUNNER_AVX512 inline std::uint64_t space_bytes(__m512i classes) {
    return _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1));
}

RUNNER_AVX512 inline std::uint64_t word_bytes(__m512i classes, std::uint64_t beyond) {
    return _mm512_test_epi8_mask(classes, _mm512_set1_epi8(1 << 1)) | beyond;
}

RUNNER_AVX512 inline std::uint64_t same(__m512i lanes, char byte) {
    return _mm512_cmpeq_epi8_mask(lanes, _mm512_set1_epi8(byte));
}

RUNNER_AVX512 inline Block avx512_block(__m512i lanes) {
    const auto beyond = _mm512_movepi8_mask(lanes);
    const auto found = classes(lanes, beyond);
    Block marks;
    marks.space = space_bytes(found);
    marks.word = word_bytes(found, beyond);
    marks.operators = _mm512_test_epi8_mask(found, _mm512_set1_epi8(1 << 2));
    marks.stop = _mm512_test_epi8_mask(found, _mm512_set1_epi8(1 << 3));
    marks.comment = _mm512_test_epi8_mask(found, _mm512_set1_epi8(1 << 4));
    marks.open = same(lanes, '(');
    marks.close = same(lanes, ')');
    return marks;
}

RUNNER_AVX512 void avx512_read(Step& step) {
    read_step(step, avx512_block(_mm512_loadu_si512(step.from)));
}

RUNNER_AVX512 void avx512_write(Step& step) {
    const auto lanes = _mm512_loadu_si512(step.from);
    const auto marks = avx512_block(lanes);
    const auto bits = write_step(step, marks);
    const auto upper = _mm512_cmplt_epu8_mask(
        _mm512_sub_epi8(lanes, _mm512_set1_epi8('A')), _mm512_set1_epi8('Z' - 'A' + 1)
    );
    auto simple = _mm512_mask_add_epi8(lanes, upper, lanes, _mm512_set1_epi8('a' - 'A'));
    simple = _mm512_mask_blend_epi8(marks.space, simple, _mm512_set1_epi8(' '));
    _mm512_storeu_si512(step.to, _mm512_maskz_compress_epi8(bits, simple));
    step.to += _mm_popcnt_u64(bits);
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

RUNNER_AVX512 std::size_t avx512_find_row_end(std::string_view text) {
    RowEnd row_end;
    std::size_t at = 0;
    for (; at + block <= text.size(); at += block) {
        fetch_ahead(text.data() + at);
        const auto lanes = _mm512_loadu_si512(text.data() + at);
        const auto found = row_end.find(same(lanes, '\n'), same(lanes, '\\'), same(lanes, '.'));
        if (found != 0) {
            return at + static_cast<unsigned>(std::countr_zero(found)) - 2;
        }
    }
    return find_row_end_behind(text, at);
}

RUNNER_AVX512 std::size_t avx512_ascii_blocks(std::string_view text) {
    std::size_t at = 0;
    for (; at + block <= text.size(); at += block) {
        fetch_ahead(text.data() + at);
        const auto lanes = _mm512_loadu_si512(text.data() + at);
        if ((_mm512_movepi8_mask(lanes) | _mm512_testn_epi8_mask(lanes, lanes)) != 0) {
            break;
        }
    }
    return at;
}

void add_kernels_of_x86(std::vector<Kernel>& kernels) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2")) {
        kernels.push_back(
            {avx512_read, avx512_write, avx512_count, avx512_find_row_end, avx512_ascii_blocks}
        );
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("popcnt")) {
        kernels.push_back({avx2_read, avx2_write, avx2_count, avx2_find_row_end, avx2_ascii_blocks}
        );
    }
}

#else

void add_kernels_of_x86(std::vector<Kernel>& /*kernels*/) {}

#endif

} // namespace

std::vector<Kernel> usable_kernels() {
    std::vector<Kernel> kernels;
    add_kernels_of_x86(kernels);
    kernels.push_back(
        {portable_read,
         portable_write,
         portable_count,
         portable_find_row_end,
         portable_ascii_blocks}
    );
    return kernels;
}

const Kernel kernel = usable_kernels().front();

} // namespace runner::bytes
