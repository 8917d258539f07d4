// The few things we read of a CSV file ourselves: its header, and where in it something stands. The
// rows are PostgreSQL's.
#pragma once

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct CsvColumn {
    std::string name;
    std::size_t offset = 0; ///< of its first character in the file, perhaps a quote
};

/// The first record. A quoted name may hold commas, quotes (doubled) and line breaks. Throws
/// Error{statement} with the place: a name that is empty or there twice, a quote without its end.
[[nodiscard]] std::vector<CsvColumn> csv_header(const Script& script);

/// Where field number `field` (from 0) of the record begins that begins at `offset`; `offset` when
/// its line does not have as many.
[[nodiscard]] std::size_t csv_field(std::string_view text, std::size_t offset, std::size_t field);

/// Where a line of the rows is `\.`, which PostgreSQL before version 18 takes for their end: it
/// would leave out what follows without a word.
[[nodiscard]] std::optional<std::size_t> csv_end_mark(std::string_view text);

} // namespace runner
