// What is done to the text of a script so that it means here what it meant there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::foreign {

struct Line {
    std::string_view text; ///< without its ending
    std::string_view full; ///< with it
    std::size_t number;    ///< from 1
};

/// They refer to `text`.
[[nodiscard]] std::vector<Line> lines_of(std::string_view text);

/// Without blanks, tabs and carriage returns at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The words of a line that is a `--` comment; empty when it is none.
[[nodiscard]] std::optional<std::string_view> comment_words(std::string_view line);

/// Takes the @ out of every comment that looks like a directive of ours, as far as the text can be
/// read at all. True when there was one.
bool disarm_directives(std::string& text);

/// Whether anything but blank lines and `--` comments is in it.
[[nodiscard]] bool has_statements(std::string_view text);

/// Empty lines at both ends removed, one line break at the end; empty when nothing is left.
[[nodiscard]] std::string tidied(std::string_view text);

/// The same letters, whatever their case.
[[nodiscard]] bool same_words(std::string_view a, std::string_view b);

/// The number of the first line with `needle` in it.
[[nodiscard]] std::optional<std::size_t> line_with(std::string_view text, std::string_view needle);

/// A script that fails when it runs and says why: for what could not be converted. Harmless where
/// it counts as applied.
[[nodiscard]] std::string placeholder(std::string_view what, std::string_view why);

} // namespace runner::foreign
