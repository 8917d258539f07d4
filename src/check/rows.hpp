// Rows that are there before a migration runs, to see what becomes of them on its way back.
#pragma once

#include "pg/connection.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace runner::check {

/// Puts a row into each empty table that takes one made of values of its columns' types; tables
/// that others refer to come first. What takes none stays empty. Throws Error{statement} where
/// PL/pgSQL is not to be had.
void add_rows(pg::Connection& connection, const std::string& history_schema);

struct TableRows {
    std::int64_t count = 0;
    std::string digest; ///< of all values, whatever the order of the rows
};

/// By qualified name, as SQL writes it. Partitions count as their parent's.
using Rows = std::map<std::string, TableRows>;

[[nodiscard]] Rows look_at_rows(pg::Connection& connection, const std::string& history_schema);

/// "2 of 3 rows of public.users are gone", "values in public.users are others".
[[nodiscard]] std::vector<std::string> losses(const Rows& before, const Rows& after);

} // namespace runner::check
