// The tables a transaction has written to, and whether their rows are what they were.
#pragma once

#include "pg/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {

/// Of one table between two looks.
struct TableDifference {
    std::int64_t rows_before = 0;
    std::int64_t rows_after = 0;
    std::vector<std::string> gone; ///< some rows, as text and in the order of it
    /// Likewise, a few of each transaction that wrote them; a subtransaction has its own number.
    std::vector<std::pair<std::string, std::string>> came;
    bool cut = false; ///< there are more of them

    [[nodiscard]] bool empty() const noexcept { return gone.empty() && came.empty(); }
};

class Tables {
public:
    /// Within a transaction that is going to be rolled back; the connection outlives this. What is
    /// in `own_schema` does not count.
    Tables(pg::Connection& connection, std::string own_schema);

    /// Makes room for the copies, as the role that will write them. Once, before anything else.
    void begin();

    /// Quoted and qualified names of the tables the transaction has written to so far: it holds the
    /// locks until its end. Neither temporary tables nor those of the system.
    [[nodiscard]] std::set<std::string> written() const;

    /// Likewise the sequences it has advanced, which a rollback does not take back.
    [[nodiscard]] std::set<std::string> advanced_sequences() const;

    /// Keeps a copy of the rows, in place of an earlier one.
    void remember(const std::set<std::string>& tables);

    /// Against the copy; a table that was not there had no rows.
    [[nodiscard]] TableDifference difference(const std::string& table) const;

    /// Whether a row with this text is in the table.
    [[nodiscard]] bool holds(const std::string& table, const std::string& row) const;

    /// Sets every time that the transaction's clock has written back by a second, as if it had been
    /// written before. Returns why it could not be done, empty when it was.
    [[nodiscard]] std::string make_older(const std::string& table);

private:
    [[nodiscard]] bool exists(const std::string& table) const;
    [[nodiscard]] std::set<std::string> locked(std::string_view kinds) const;

    pg::Connection& connection_;
    std::string own_schema_;
};

} // namespace runner
