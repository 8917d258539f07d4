// The tables whose rows or definition a statement works on, as far as its text tells.
#pragma once

#include <runner/migration.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct TouchedTables {
    /// That have to be there: as the statement writes them, without layout, each once. Indexes,
    /// views and what a foreign key refers to are among them; what is only read is not.
    std::vector<std::string> used = {};
    /// That are there afterwards: CREATE TABLE, RENAME TO.
    std::vector<std::string> made = {};
    /// DO and CALL: what else they touch only the server finds out.
    bool hidden = false;

    bool operator==(const TouchedTables&) const = default;
};

/// `sql` is the statement's text.
[[nodiscard]] TouchedTables touched_tables(const Statement& statement, std::string_view sql);

} // namespace runner
