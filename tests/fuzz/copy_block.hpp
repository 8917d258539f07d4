// Where the rows of COPYs are. The grammar has never heard of them: they are a thing between client
// and server, and psql's way is the right one.
#pragma once

#include "judge.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::fuzz {

/// Stands for one byte of rows in a text for the judge. It is layout to the grammar, and layout
/// that nobody writes.
constexpr char hidden_byte = '\f';

/// Where the rows of one COPY are.
struct CopyBlock {
    Span rows;           ///< without the line `\.`
    std::size_t end = 0; ///< behind the line `\.`
};

/// The rows of every COPY in the text, as psql finds them: they begin on the line after the
/// semicolon, and those of a second COPY on that line follow the first one's. Empty when a block
/// has no end.
[[nodiscard]] std::optional<std::vector<CopyBlock>>
copy_blocks(std::string_view text, const Judgement& judgement);

/// The text for the judge, with the rows of all its COPYs hidden. A COPY without rows hides
/// nothing.
[[nodiscard]] std::string with_hidden_rows(const std::string& text);

/// True when exactly the rows are hidden.
[[nodiscard]] bool rows_are_hidden(
    std::string_view text, std::string_view for_judge, const std::vector<CopyBlock>& blocks
);

/// True when something begins on the line of a COPY and goes on behind its rows, which psql takes
/// and runner refuses.
[[nodiscard]] bool crosses_rows(const Judgement& judgement, const std::vector<CopyBlock>& blocks);

} // namespace runner::fuzz
