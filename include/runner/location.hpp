// Where something stands in a file, in the units a person counts in.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace runner {

/// Line and column, both from 1; the column counts characters (code points), not bytes. Line 0: the
/// file as a whole.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    bool operator==(const Position&) const = default;
};

/// A position in a file, with the line itself so that it can be shown under a caret.
struct Location {
    std::filesystem::path file;
    Position position;
    std::string line; ///< without its line ending; empty when there is no line to show

    bool operator==(const Location&) const = default;
};

} // namespace runner
