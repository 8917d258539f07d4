// Where a statement with @batch wants the number of rows.
#pragma once

#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// The offset of each `:batch` in a stretch of the lexer's text, as psql writes a variable. None is
/// in a literal, in a comment, or right inside of square brackets, where the colon is that of a
/// slice; `::batch` is a cast.
[[nodiscard]] std::vector<std::size_t> batch_places(Lexer& lexer, Span span);

/// A statement with the number of rows in each of its places.
class BatchText {
public:
    /// `script` outlives this.
    BatchText(const Script& script, Span span, std::uint64_t rows);

    [[nodiscard]] const std::string& sql() const noexcept { return sql_; }

    /// Which byte of the script byte `at` of sql() comes from.
    [[nodiscard]] std::size_t byte_of_script(std::size_t at) const noexcept;

private:
    std::size_t begin_;
    std::vector<std::size_t> places_; // in sql_, behind each number
    std::size_t number_size_ = 0;
    std::string sql_;
};

} // namespace runner
