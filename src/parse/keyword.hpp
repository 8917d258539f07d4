// Keywords as numbers, so that words are told apart by one comparison, in any letter case.
#pragma once

#include "parse/lexer.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace runner {

/// "CHARACTERISTICS"; what is longer is none of our keywords.
constexpr std::size_t longest_keyword = 15;

/// 2^64 divided by the golden ratio: multiplying with it mixes the bits.
constexpr std::uint64_t key_mixer = 0x9E3779B97F4A7C15;

/// The number of a word that holds letters and `_`; 0 for what cannot be a keyword. Up to eight
/// bytes are kept as they are, more are mixed: two keywords that met would not compile.
constexpr std::uint64_t keyword_key(std::string_view word) noexcept {
    if (word.size() > longest_keyword) {
        return 0;
    }
    std::uint64_t key = 0;
    for (std::size_t at = 0; at < word.size(); ++at) {
        // No other byte of a word becomes a letter or `_` here.
        const auto upper = static_cast<unsigned char>(word[at]) & 0xDFU;
        key = (at < 8 ? key << 8 : key * key_mixer) + upper;
    }
    return key;
}

inline std::uint64_t keyword_key(const Token& token) noexcept {
    return token.kind == TokenKind::word ? keyword_key(token.text) : 0;
}

/// The number of a phrase that has one more word; 0 is the empty phrase.
constexpr std::uint64_t longer_key(std::uint64_t phrase, std::uint64_t word) noexcept {
    return std::rotl(phrase * key_mixer, 32) + word;
}

constexpr std::uint64_t phrase_key(std::string_view phrase) noexcept {
    std::uint64_t key = 0;
    for (std::size_t at = 0; at <= phrase.size();) {
        const auto end = phrase.find(' ', at);
        key = longer_key(key, keyword_key(phrase.substr(at, end - at)));
        at = end == std::string_view::npos ? phrase.size() + 1 : end + 1;
    }
    return key;
}

/// Finds a row by the number of its `words` with one comparison. Built by the compiler, which looks
/// for a multiplier that gives each row a slot of its own.
template <typename Row, std::size_t Count>
class PhraseTable {
public:
    constexpr explicit PhraseTable(const std::array<Row, Count>& rows) : rows_(rows) {
        for (std::size_t row = 0; row < Count; ++row) {
            keys_[row] = phrase_key(rows_[row].words);
        }
        while (!take_slots()) {
            multiplier_ *= key_mixer;
        }
    }

    [[nodiscard]] const Row* find(std::uint64_t key) const noexcept {
        const auto row = slots_[slot(key)];
        return keys_[row] == key ? &rows_[row] : nullptr;
    }

private:
    static constexpr std::size_t slot_count = 8 * std::bit_ceil(Count);
    static constexpr int slot_shift = 64 - std::bit_width(slot_count - 1);
    static_assert(Count < 256, "a slot is a byte");

    [[nodiscard]] constexpr std::size_t slot(std::uint64_t key) const noexcept {
        return key * multiplier_ >> slot_shift;
    }

    constexpr bool take_slots() {
        std::array<bool, slot_count> taken{};
        for (std::size_t row = 0; row < Count; ++row) {
            const auto place = slot(keys_[row]);
            if (taken[place]) {
                return false;
            }
            taken[place] = true;
            slots_[place] = static_cast<unsigned char>(row);
        }
        return true;
    }

    std::array<Row, Count> rows_;
    std::array<std::uint64_t, Count> keys_{};
    std::array<unsigned char, slot_count> slots_{};
    std::uint64_t multiplier_ = key_mixer;
};

} // namespace runner
