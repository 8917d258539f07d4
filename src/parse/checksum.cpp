// xxHash, and line endings folded on the way into it.
#include "parse/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstddef>

namespace runner {
namespace {

// As much of a mapped text as is in memory at a time; what fits a cache is fastest.
constexpr std::size_t hashed_bytes = std::size_t{1} << 20;

/// The bytes of `text` from `begin` to `end`, without carriage returns in front of line feeds.
void add_folded(XXH3_state_t& hash, std::string_view text, std::size_t begin, std::size_t end) {
    const auto part = text.substr(0, end);
    while (begin < end) {
        const auto found = std::min(part.find('\r', begin), end);
        const bool dropped = text.substr(found, 2) == "\r\n"; // the line feed may be behind `end`
        const auto behind = std::min(found + 1, end);
        XXH3_128bits_update(&hash, text.data() + begin, (dropped ? found : behind) - begin);
        begin = behind;
    }
}

/// `read_to` is told how far the text has been read.
template <typename ReadTo>
Checksum checksum_in_steps(std::string_view text, const ReadTo& read_to) {
    XXH3_state_t hash;
    XXH3_128bits_reset(&hash);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(begin + hashed_bytes, text.size());
        add_folded(hash, text, begin, end);
        read_to(begin, end);
        begin = end;
    }
    const auto result = XXH3_128bits_digest(&hash);
    return {result.high64, result.low64};
}

} // namespace

Checksum checksum(std::string_view text) {
    return checksum_in_steps(text, [](std::size_t, std::size_t) {});
}

Checksum checksum(const Text& text) {
    return checksum_in_steps(text.view(), [&](std::size_t begin, std::size_t end) {
        text.release({begin, end - begin});
    });
}

std::int64_t hash64(std::string_view text) {
    return static_cast<std::int64_t>(XXH3_64bits(text.data(), text.size()));
}

} // namespace runner
