// What a script finds in its session: the same whatever the script before it did.
#pragma once

#include "pg/connection.hpp"

#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <string>

namespace runner {

class Session {
public:
    /// Asks for nothing yet.
    Session(pg::Connection& connection, const Options& options);

    /// Role, search path, timeouts as they were at connect, or as the options say, and what keeps a
    /// dead client from going on working: SQL for the start of a script, outside of or right behind
    /// BEGIN. Undoes SET ROLE and every SET of an earlier script.
    [[nodiscard]] const std::string& reset_sql() const noexcept { return reset_sql_; }

    /// BEGIN with the script's own modes, reset_sql(), the script's own timeouts.
    [[nodiscard]] std::string begin_sql(const Script& script) const;

    /// The same outside a transaction block. Concurrent index work gets no lock_timeout: it would
    /// leave an INVALID index behind.
    [[nodiscard]] std::string statement_sql(const Script& script, const Statement& statement) const;

    /// Back to our own role, for the history row.
    [[nodiscard]] const std::string& own_role_sql() const noexcept { return own_role_sql_; }

private:
    std::string reset_sql_;
    std::string own_role_sql_;
};

} // namespace runner
