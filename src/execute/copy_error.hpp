// Which byte of the data the server stumbled over in a COPY.
#pragma once

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace runner {

/// From "COPY users, line 3, column id" in the context; empty when it names no line. The word is
/// the server's in its own language: with another lc_messages the place is simply not known.
inline std::optional<std::size_t>
copy_error_offset(std::string_view text, Span data, const ServerMessage& message) {
    constexpr std::string_view mark = ", line ";
    const auto at = message.context.find(mark);
    if (message.context.substr(0, 5) != "COPY " || at == std::string::npos) {
        return std::nullopt;
    }
    std::size_t line = 0;
    const auto* end = message.context.data() + message.context.size();
    std::from_chars(message.context.data() + at + mark.size(), end, line);
    auto offset = data.offset;
    for (; line > 1; --line) {
        const auto newline = text.find('\n', offset);
        if (newline == std::string_view::npos || newline >= data.offset + data.length) {
            break;
        }
        offset = newline + 1;
    }
    return offset;
}

} // namespace runner
