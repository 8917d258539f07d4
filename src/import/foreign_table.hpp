// The history table of another tool, found and read; nothing is ever written to it.
#pragma once

#include "import/conversion.hpp"
#include "pg/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner::foreign {

/// What the user said about the table, and what the tool usually has.
struct TableName {
    std::string table;
    std::string schema; ///< empty: the search path, else the only one that has such a table
};

class ForeignTable {
public:
    /// Throws Error{usage} when there is no such table, or one without the `columns`, which then
    /// is another tool's.
    ForeignTable(
        pg::Connection& connection,
        const TableName& name,
        std::string_view tool,
        const std::vector<std::string_view>& columns
    );

    /// "public.schema_migrations"
    [[nodiscard]] const std::string& shown() const noexcept { return shown_; }

    [[nodiscard]] bool has_column(std::string_view name) const;

    /// `columns from $ rest`: in both, `$` stands for the table, quoted.
    [[nodiscard]] pg::Result select(std::string_view columns, std::string_view rest);

    /// A table beside it, quoted.
    [[nodiscard]] std::string neighbour(std::string_view name) const;

    [[nodiscard]] pg::Connection& connection() noexcept { return connection_; }

private:
    pg::Connection& connection_;
    std::string schema_; // quoted
    std::string quoted_;
    std::string shown_;
    std::vector<std::string> columns_;
};

/// SQL: a time as microseconds since 1970. One without a zone is taken as the session's, which is
/// how those tools wrote it.
[[nodiscard]] std::string microseconds_sql(std::string_view column);

/// What select() gave for microseconds_sql().
[[nodiscard]] std::optional<Instant>
instant_of(const pg::Result& rows, std::size_t row, std::size_t column);

[[nodiscard]] std::string text_of(const pg::Result& rows, std::size_t row, std::size_t column);

/// Why the history of a tool that stopped half way cannot be taken over.
[[noreturn]] void refuse_unfinished(const std::string& message, const std::string& advice);

} // namespace runner::foreign
