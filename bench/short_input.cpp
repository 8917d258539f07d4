// "short": INSERTs of one row, as pg_dump --inserts and programs that print SQL write them: half of
// them with a list of columns, a quarter in lower case; about a hundred bytes each.
#include "input.hpp"
#include "rows.hpp"
#include "words.hpp"

namespace runner::bench {

void append_short(std::string& out, Random& random) {
    const auto shape = random_shape(random, random.between(2, 6));
    const bool lower = random.one_in(4);
    std::string target = (lower ? "insert into " : "INSERT INTO ") + table_name(random) + " ";
    if (random.one_in(2)) {
        append_column_list(target, random, shape);
        target += ' ';
    }
    target += lower ? "values " : "VALUES ";
    for (auto rows = random.between(5, 40); rows > 0; --rows) {
        out += target;
        append_sql_row(out, random, shape);
        out += ";\n";
    }
}

} // namespace runner::bench
