// Foreign text made safe to print, and how many columns it takes.
//
// Text of a server or a file must not be able to move the cursor, reorder what is read, or start a
// line of its own, where CI systems look for commands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

/// One line: control characters, bidirectional controls, line separators and invalid UTF-8 become
/// `\xNN` or `\u{NNNN}`; a tab stays a tab, a line break becomes `\n`.
[[nodiscard]] std::string printable(std::string_view text);

/// The lines of `text`, each printable; a line break at the end starts no empty line.
[[nodiscard]] std::vector<std::string> printable_lines(std::string_view text);

/// The first line as it is, the others behind "  | ".
[[nodiscard]] std::string hanging(std::string_view text);

/// How many columns a terminal needs: wide characters take two, combining ones none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// What stands under the first `characters` characters of `line` once it is printable: spaces as
/// wide as they are, and the tabs themselves.
[[nodiscard]] std::string padding_under(std::string_view line, std::size_t characters);

/// As much of `text` as fits; "…" stands for the rest.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

/// `text` and spaces up to `columns`.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

} // namespace runner::cli
