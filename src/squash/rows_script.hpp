// The rows of a database, and where its sequences are, as SQL that brings them back.
#pragma once

#include "pg/connection.hpp"

#include <cstddef>
#include <string>

namespace runner::squash {

struct RowsScript {
    std::string sql; ///< empty: there is nothing to bring back
    std::size_t tables = 0;
    std::size_t rows = 0;
};

/// Of every table but those of the history schema and of extensions, in the order in which the rows
/// were written. Large objects are not among them.
[[nodiscard]] RowsScript rows_script(pg::Connection& connection, const std::string& history_schema);

[[nodiscard]] bool has_large_objects(pg::Connection& connection);

/// The sequences alone: a text that two databases share when theirs are at the same places.
[[nodiscard]] std::string
sequences_script(pg::Connection& connection, const std::string& history_schema);

} // namespace runner::squash
