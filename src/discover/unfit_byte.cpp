#include "discover/unfit_byte.hpp"

#include "parse/bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace runner {
namespace {

/// The length of the character that `text` begins with; 0 when it is NUL or there is none.
std::size_t character_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
    const auto first = byte(0);
    const auto second = byte(1);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    if (first < 0xC2 || first > 0xF4 || !continues(1)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_large = first == 0xF4 && second > 0x8F;
    return continues(2) && continues(3) && !overlong && !too_large ? 4 : 0;
}

// Sixteen bytes at once, in the notation GCC and Clang have for it on every processor.
using Bytes [[gnu::vector_size(16)]] = unsigned char;
using Flags [[gnu::vector_size(16)]] = signed char; // what comparing them gives

// A character goes on at most this far behind its first byte.
constexpr std::size_t bytes_behind = 3;

Bytes load(const char* from) noexcept {
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

bool any(Flags flags) noexcept {
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &flags, sizeof flags);
    return (halves[0] | halves[1]) != 0;
}

bool is_ascii(const char* block) noexcept {
    Bytes together{};
    Flags nul{};
    for (std::size_t at = 0; at < bytes::block; at += sizeof(Bytes)) {
        const auto bytes = load(block + at);
        together |= bytes;
        nul |= bytes == 0;
    }
    return !any(nul | (together >= 0x80));
}

/// Whether a byte is wrong here, given the three before it, which are in front of `block`.
bool has_unfit_byte(const char* block) noexcept {
    Flags unfit{};
    for (std::size_t at = 0; at < bytes::block; at += sizeof(Bytes)) {
        const auto bytes = load(block + at);
        const auto before = load(block + at - 1);
        const Flags continues = (bytes & 0xC0) == 0x80;
        const Flags expected = (before >= 0xC0) | (load(block + at - 2) >= 0xE0) |
                               (load(block + at - bytes_behind) >= 0xF0);
        unfit |= (continues ^ expected) | (bytes == 0);
        unfit |= ((bytes & 0xFE) == 0xC0) | (bytes >= 0xF5);
        unfit |=
            ((before == 0xE0) & (bytes < 0xA0)) | ((before == 0xF0) & (bytes < 0x90)); // overlong
        unfit |= (before == 0xED) & (bytes >= 0xA0); // a surrogate
        unfit |= (before == 0xF4) & (bytes >= 0x90); // too large
    }
    return any(unfit);
}

} // namespace

std::optional<std::size_t> unfit_byte(std::string_view text) noexcept {
    bool ascii = true; // the block before
    // One block more than there are, for a character that the end cuts off.
    for (std::size_t at = 0; at <= text.size(); at += bytes::block) {
        if (ascii) {
            at += bytes::kernel.ascii_blocks(text.substr(at));
        }
        std::array<char, bytes_behind + bytes::block> framed;
        const char* block = text.data() + at;
        if (at == 0 || text.size() - at < bytes::block) {
            framed.fill(' ');
            const auto behind = std::min(at, bytes_behind);
            const auto known = text.substr(at - behind, behind + bytes::block);
            block = framed.data() + bytes_behind;
            std::copy(known.begin(), known.end(), framed.begin() + (bytes_behind - behind));
        }
        const bool ascii_before = std::exchange(ascii, is_ascii(block));
        if ((ascii && ascii_before) || !has_unfit_byte(block)) {
            continue;
        }
        auto begin = at;
        for (std::size_t back = 1; back <= std::min(at, bytes_behind); ++back) {
            if (static_cast<unsigned char>(text[at - back]) >= 0xC0) {
                begin = at - back; // its character may go on in this block
            }
        }
        while (const auto length = character_length(text.substr(begin))) {
            begin += length;
        }
        return begin;
    }
    return std::nullopt;
}

} // namespace runner
