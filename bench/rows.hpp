// Rows of made-up tables, as SQL and as COPY writes them.
#pragma once

#include "random.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace runner::bench {

enum class ColumnKind {
    number,
    amount,
    name,
    note,
    mail,
    date,
    time,
    flag,
    code,
    uuid,
    json,
    binary
};

/// The columns of a table; the first one is its key.
using Shape = std::vector<ColumnKind>;

Shape random_shape(Random& random, std::size_t columns);

/// `(1, 'a', NULL)`
void append_sql_row(std::string& out, Random& random, const Shape& shape);
/// With tabs, `\N` and a line end.
void append_copy_row(std::string& out, Random& random, const Shape& shape);
/// `(id, name, note)`; as many as the shape has columns.
void append_column_list(std::string& out, Random& random, const Shape& shape);

} // namespace runner::bench
