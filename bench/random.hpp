// Numbers that only look random: one seed makes the same input on every machine, which the
// distributions of the standard library do not promise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace runner::bench {

/// SplitMix64.
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

    std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }

    /// From 0 to `count` - 1; `count` fits 32 bits.
    std::size_t below(std::size_t count) noexcept {
        return static_cast<std::size_t>(((next() >> 32U) * count) >> 32U);
    }

    /// Both ends included.
    std::size_t between(std::size_t low, std::size_t high) noexcept {
        return low + below(high - low + 1);
    }

    bool one_in(std::size_t count) noexcept { return below(count) == 0; }

    template <typename Value, std::size_t Count>
    const Value& pick(const std::array<Value, Count>& values) noexcept {
        return values[below(Count)];
    }

private:
    std::uint64_t state_;
};

} // namespace runner::bench
