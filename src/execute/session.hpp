// What a script finds in its session: the same whatever the script before it did.
#pragma once

#include "pg/command.hpp"
#include "pg/connection.hpp"

#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {

class Session {
public:
    /// Asks for nothing yet. `options` outlive it.
    Session(pg::Connection& connection, const Options& options);

    /// Role, search path, timeouts as they were at connect, or as the options say, and what keeps a
    /// dead client from going on working: SQL for the start of a script, outside of or right behind
    /// BEGIN. Undoes SET ROLE and every SET of an earlier script.
    [[nodiscard]] const std::string& reset_sql() const noexcept { return reset_sql_; }

    /// BEGIN with the script's own modes. What the session has as defaults does not matter.
    [[nodiscard]] static std::string begin_sql(const Script& script);

    /// The settings of reset_sql() as a list of expressions that have their effect only when
    /// `condition` holds, for a session that is new.
    [[nodiscard]] std::string first_settings_sql(std::string_view condition) const;

    /// The settings of reset_sql() as a list of expressions for a SELECT behind `RESET ALL`, and
    /// what the transaction alone has: $1 and $2 are lock_timeout and statement_timeout, $3 says
    /// whether COMMIT waits until the transaction is on disk. The same text for every script.
    /// `local`: nothing is set for longer than the transaction, as a pooler requires.
    [[nodiscard]] std::string settings_sql(bool local) const;
    [[nodiscard]] pg::Parameters settings_values(const Script& script, bool durable) const;

    /// A query for the names of the settings that a script has changed for longer than its own
    /// transaction; NULL when there are none.
    [[nodiscard]] std::string leaked_settings_sql() const;

    /// For the history row at the end of a transaction: no timeout of the script's.
    static constexpr const char* no_timeout_sql = "SET LOCAL statement_timeout = 0";

    /// The search path that every script starts with, for the rest of a transaction.
    [[nodiscard]] const std::string& own_search_path() const noexcept { return own_search_path_; }

    /// Then our own role: commands to be sent one by one.
    [[nodiscard]] const std::vector<std::string>& own_role() const noexcept { return own_role_; }

    /// Back to our own role, outside a transaction as well.
    [[nodiscard]] const std::string& own_role_sql() const noexcept { return own_role_sql_; }

private:
    const Options& options_;
    std::vector<std::pair<std::string, std::string>> settings_; // names, quoted values
    std::vector<std::string> own_role_;
    std::string own_role_sql_;
    std::string own_search_path_;
    std::string reset_sql_;
};

} // namespace runner
