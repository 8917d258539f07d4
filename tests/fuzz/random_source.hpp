// Random numbers that are the same on every machine, so that a seed is enough to repeat a finding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace runner::fuzz {

/// splitmix64: neighbouring seeds give unrelated sequences.
class RandomSource {
public:
    explicit RandomSource(std::uint64_t seed) noexcept : state_(seed) {}

    std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }

    /// From 0 to `limit` - 1; `limit` is not 0.
    std::size_t below(std::size_t limit) noexcept {
        return static_cast<std::size_t>(next() % limit);
    }

    bool one_in(std::size_t times) noexcept { return below(times) == 0; }

    template <typename Choices>
    const auto& pick(const Choices& choices) noexcept {
        return choices[below(choices.size())];
    }

private:
    std::uint64_t state_;
};

} // namespace runner::fuzz
