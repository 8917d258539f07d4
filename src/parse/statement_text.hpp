// What is sent for a statement: its text in the file, with values where it has variables.
#pragma once

#include "parse/variable_places.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// Which of the script's variables stand in the statement, and how. None when the header names
/// none; the text is not looked at then.
[[nodiscard]] std::vector<VariablePlace> variable_places(const Script& script, Span span);

/// As a literal or a name that the server reads back as `value`.
[[nodiscard]] std::string quoted_literal(std::string_view value);
[[nodiscard]] std::string quoted_name(std::string_view value);

class StatementText {
public:
    /// `script` outlives this, and has its variables. A statement without any is not copied.
    /// `batch`: the number of rows for `:batch`.
    StatementText(
        const Script& script, Span span, std::optional<std::uint64_t> batch = std::nullopt
    );
    StatementText(const StatementText&) = delete;
    StatementText& operator=(const StatementText&) = delete;

    [[nodiscard]] std::string_view sql() const noexcept { return sql_; }

    /// Which byte of the script byte `at` of sql() comes from; that of the colon inside of a value.
    [[nodiscard]] std::size_t byte_of_script(std::size_t at) const noexcept;

private:
    /// One place: where it was and where its value is.
    struct Filled {
        std::size_t begin = 0; ///< in sql_
        std::size_t end = 0;
        Span place; ///< in the script
    };

    std::size_t begin_;
    std::vector<Filled> filled_;
    std::string copy_; ///< empty without variables
    std::string_view sql_;
};

/// The same for a text that was a statement of the script once, when it ran for the first time.
[[nodiscard]] std::string with_values(const Script& script, std::string_view sql);

} // namespace runner
