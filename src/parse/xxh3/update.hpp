// xxHash, fed in the way this processor does it best.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>

namespace runner::xxh3 {

#if defined(__x86_64__)

/// `state` is an XXH3_state_t, the same whatever instructions work on it. In a file of its own.
void update_with_avx2(void* state, const char* bytes, std::size_t size) noexcept;

inline const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;

inline void update(XXH3_state_t& state, const char* bytes, std::size_t size) noexcept {
    constexpr std::size_t worth_it = 4096;
    if (size >= worth_it && has_avx2) {
        update_with_avx2(&state, bytes, size);
    } else {
        XXH3_128bits_update(&state, bytes, size);
    }
}

#else

inline void update(XXH3_state_t& state, const char* bytes, std::size_t size) noexcept {
    XXH3_128bits_update(&state, bytes, size);
}

#endif

} // namespace runner::xxh3
