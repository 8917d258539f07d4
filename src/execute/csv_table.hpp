// The table of a CSV seed.
#pragma once

#include "execute/csv_text.hpp"
#include "pg/connection.hpp"

#include <runner/plan.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct CsvTable {
    std::string shown;                   // as the file's name has it
    std::string name;                    // quoted and qualified
    std::vector<std::string> columns;    // all of them
    std::vector<std::string> key;        // of the primary key
    std::vector<std::string> identities; // GENERATED ALWAYS AS IDENTITY
    std::vector<std::string> generated;  // GENERATED ALWAYS AS (…)
    std::vector<std::string> unequal;    // of types that have no equality, such as json
};

[[nodiscard]] bool contains(const std::vector<std::string>& names, std::string_view name);

/// As the file's name has it, quoted; the search path finds one without a schema.
[[nodiscard]] std::string
quoted_table(const pg::Connection& connection, const std::string& schema, const std::string& table);

/// Throws Error{statement}: no such table, or no primary key.
[[nodiscard]] CsvTable find_csv_table(pg::Connection& connection, const Step& step);

/// Throws Error{statement} with the place in the header: a column that the table lacks or makes
/// itself, a key that is not there.
void check_columns(const Step& step, const CsvTable& table, const std::vector<CsvColumn>& columns);

/// Throws Error{statement} with the place.
[[noreturn]] void
refuse_csv(const Step& step, std::size_t at, const std::string& message, const std::string& advice);

} // namespace runner
