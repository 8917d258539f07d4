#include "execute/session.hpp"

#include <spdlog/fmt/fmt.h>

#include <optional>
#include <string_view>

namespace runner {
namespace {

std::string timeouts(const Header& header, std::string_view set) {
    std::string sql;
    if (header.lock_timeout) {
        sql += fmt::format("{} lock_timeout = {};", set, header.lock_timeout->count());
    }
    if (header.statement_timeout) {
        sql += fmt::format("{} statement_timeout = {};", set, header.statement_timeout->count());
    }
    return sql;
}

} // namespace

Session::Session(pg::Connection& connection, const Options& options) {
    const auto version = connection.server_version();
    own_role_sql_ = "RESET SESSION AUTHORIZATION;";
    if (!options.role.empty()) {
        own_role_sql_ += "SET ROLE " + connection.quote_name(options.role) + ";";
    }
    reset_sql_ = own_role_sql_;
    // Back to what the role, the database and the connection string say.
    reset_sql_ += "RESET ALL;";
    if (!options.search_path.empty()) {
        // A list of names in the user's own quoting; as a literal it can be nothing else.
        reset_sql_ += "SELECT pg_catalog.set_config('search_path', " +
                      connection.quote_literal(options.search_path) + ", false);";
    }
    reset_sql_ += fmt::format(
        "SET lock_timeout = {}; SET statement_timeout = {};",
        options.lock_timeout.count(),
        options.statement_timeout.count()
    );
    // Limits meant for applications would end a long migration, or the session that holds the lock.
    reset_sql_ += "SET idle_in_transaction_session_timeout = 0;";
    // REPEATABLE READ as a default would make an idle transaction hold a snapshot.
    reset_sql_ += "SET default_transaction_isolation = 'read committed';";
    // The splitter's rules are those of standard strings.
    reset_sql_ += "SET standard_conforming_strings = on;";
    // A client that is gone without a word is noticed within a minute.
    reset_sql_ += "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10;"
                  "SET tcp_keepalives_count = 3;";
    if (version >= 140000) {
        reset_sql_ += "SET idle_session_timeout = 0; SET client_connection_check_interval = 2000;";
    }
    if (version >= 170000) {
        reset_sql_ += "SET transaction_timeout = 0;";
    }
}

std::string Session::begin_sql(const Script& script) const {
    std::string sql = "BEGIN";
    if (script.body && !script.body->transaction_modes.empty()) {
        sql += " " + script.body->transaction_modes;
    }
    return sql + ";" + reset_sql_ + timeouts(script.header, "SET LOCAL");
}

std::string Session::statement_sql(const Script& script, const Statement& statement) const {
    auto sql = reset_sql_ + timeouts(script.header, "SET");
    if (statement.command.find("CONCURRENTLY") != std::string::npos) {
        sql += "SET lock_timeout = 0;";
    }
    return sql;
}

} // namespace runner
