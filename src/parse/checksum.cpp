// xxHash, and line endings folded on the way into it.
#include "parse/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace runner {
namespace {

Checksum from(XXH128_hash_t hash) noexcept {
    return {hash.high64, hash.low64};
}

} // namespace

Checksum checksum(std::string_view text) {
    if (text.find("\r\n") == std::string_view::npos) {
        return from(XXH3_128bits(text.data(), text.size()));
    }
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    while (!text.empty()) {
        const auto ending = text.find("\r\n");
        const auto length = ending == std::string_view::npos ? text.size() : ending;
        XXH3_128bits_update(&state, text.data(), length);
        // The line feed is the first byte of the next piece.
        text.remove_prefix(length == text.size() ? length : length + 1);
    }
    return from(XXH3_128bits_digest(&state));
}

std::int64_t hash64(std::string_view text) {
    return static_cast<std::int64_t>(XXH3_64bits(text.data(), text.size()));
}

} // namespace runner
