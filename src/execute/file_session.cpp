#include "execute/file_session.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

constexpr const char* role_sql =
    "select session_user::pg_catalog.text, pg_catalog.current_setting('role');";

// A crash must not forget what is written here: it is written before what cannot be undone.
constexpr const char* limits_sql =
    "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;"
    "select pg_catalog.set_config('synchronous_commit', 'on', true) where "
    "pg_catalog.current_setting('synchronous_commit') operator(pg_catalog.=) 'off';";

} // namespace

FileSession::FileSession(pg::Connection& connection, const Session& session, const Script& script)
    : connection_(connection), session_(session), script_(script) {}

void FileSession::start() {
    auto sql = session_.reset_sql();
    if (script_.header.lock_timeout) {
        sql += fmt::format("SET lock_timeout = {};", script_.header.lock_timeout->count());
    }
    if (script_.header.statement_timeout) {
        sql +=
            fmt::format("SET statement_timeout = {};", script_.header.statement_timeout->count());
    }
    const auto results = connection_.execute(sql + role_sql);
    own_ = {std::string(results.back().value(0, 0)), std::string(results.back().value(0, 1))};
    of_script_ = own_;
}

void FileSession::end() noexcept {
    connection_.rollback();
    try {
        if (connection_.usable()) {
            connection_.execute(session_.reset_sql());
        }
    } catch (const std::exception&) {
        // Whoever uses the connection next resets it, or finds it closed.
    }
}

void FileSession::begin_books() {
    become_ourselves("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;");
}

void FileSession::become_ourselves() {
    become_ourselves("SELECT;");
}

void FileSession::become_ourselves(const std::string& begin) {
    const auto results =
        connection_.execute(begin + role_sql + session_.own_role_sql() + limits_sql);
    of_script_ = {std::string(results[1].value(0, 0)), std::string(results[1].value(0, 1))};
}

std::string FileSession::return_sql() const {
    std::string sql;
    if (of_script_.session_user != own_.session_user) {
        sql += "SET SESSION AUTHORIZATION " + connection_.quote_name(of_script_.session_user) + ";";
    }
    return sql + "SET ROLE " +
           (of_script_.role == "none" ? "NONE" : connection_.quote_name(of_script_.role));
}

void FileSession::return_to_script() {
    if (of_script_ != own_) {
        connection_.execute(return_sql());
    }
}

void FileSession::roll_back() {
    connection_.rollback();
    // A rollback restores both settings, in an order of its own; one of them resets the other.
    if (connection_.usable() && of_script_ != own_) {
        connection_.execute("RESET SESSION AUTHORIZATION;" + return_sql());
    }
}

void FileSession::suspend_lock_timeout() {
    if (suspended_++ > 0) {
        return;
    }
    const auto results = connection_.execute(
        "select pg_catalog.current_setting('lock_timeout'); SET lock_timeout = 0"
    );
    lock_timeout_ = results.front().value(0, 0);
}

void FileSession::restore_lock_timeout() {
    if (--suspended_ == 0) {
        connection_.execute("SET lock_timeout = " + connection_.quote_literal(lock_timeout_));
    }
}

} // namespace runner
