// Searching what may be most of a file: in steps, behind which memory can be given back.
#pragma once

#include "parse/bytes.hpp"

#include <runner/migration.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace runner {

/// As much as is in memory at a time; what fits a cache is fastest.
constexpr std::size_t search_step = std::size_t{1} << 20;

/// As much of a mapped text as is in memory where it is read in smaller parts: the
/// most that the system maps at once.
constexpr std::size_t held_bytes = std::size_t{1} << 21;

/// Tells those of the `readers` that have a `pass` for it that nobody searches before `at` again.
template <typename... Readers>
void tell_passed(const char* at, Readers&... readers) {
    const auto tell = [at](auto& reader) {
        if constexpr (requires { reader.pass(at); }) {
            reader.pass(at);
        }
    };
    (tell(readers), ...);
}

/// What `find(begin, end)` finds, which returns the end when that is nothing. What it finds begins
/// `overlap` bytes before its end, or less.
template <typename Find, typename... Readers>
[[nodiscard]] const char* search_in_steps(
    const char* begin, const char* end, std::size_t overlap, const Find& find, Readers&... readers
) {
    while (static_cast<std::size_t>(end - begin) > search_step + overlap) {
        const auto* step_end = begin + search_step + overlap;
        if (const auto* found = find(begin, step_end); found != step_end) {
            return found;
        }
        begin += search_step;
        tell_passed(begin, readers...);
    }
    return find(begin, end);
}

/// bytes::holds() for a part of a text that need not stay in memory.
[[nodiscard]] inline bool holds(const Text& text, Span part, std::string_view letters) {
    const auto searched = text.view().substr(part.offset, part.length);
    for (std::size_t at = 0; at < searched.size(); at += search_step) {
        if (bytes::holds(searched.substr(at, search_step + letters.size()), letters)) {
            return true;
        }
        if (searched.size() > search_step) {
            text.release({part.offset + at, std::min(search_step, searched.size() - at)});
        }
    }
    return false;
}

} // namespace runner
