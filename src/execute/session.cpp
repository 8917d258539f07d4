#include "execute/session.hpp"

#include "execute/own_settings.hpp"

#include <spdlog/fmt/fmt.h>

#include <optional>
#include <string_view>

namespace runner {
namespace {

std::string set(std::string_view name, std::string_view quoted_value, bool local) {
    return fmt::format("pg_catalog.set_config('{}', {}, {})", name, quoted_value, local);
}

} // namespace

Session::Session(pg::Connection& connection, const Options& options) : options_(options) {
    const auto version = connection.server_version();
    own_role_.emplace_back("RESET SESSION AUTHORIZATION");
    own_role_sql_ = "RESET SESSION AUTHORIZATION;";
    if (!options.role.empty()) {
        own_role_.push_back("SET ROLE " + connection.quote_name(options.role));
        own_role_sql_ += own_role_.back() + ";";
    }
    own_search_path_ =
        options.search_path.empty()
            ? "SET LOCAL search_path TO DEFAULT"
            : "select " + set("search_path", connection.quote_literal(options.search_path), true);
    for (const auto& setting : own_settings(options)) {
        if (version >= setting.since) {
            settings_.emplace_back(setting.name, connection.quote_literal(setting.value));
        }
    }
    // Back to what the role, the database and the connection string say.
    reset_sql_ = own_role_sql_ + "RESET ALL;";
    std::string_view separator = "SELECT ";
    for (const auto& [name, value] : settings_) {
        reset_sql_ += separator;
        reset_sql_ += set(name, value, false);
        separator = ", ";
    }
    reset_sql_ += ";";
}

std::string Session::begin_sql(const Script& script) {
    std::string sql = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE";
    if (script.body && !script.body->transaction_modes.empty()) {
        sql += ", " + script.body->transaction_modes; // of two that contradict, the later one wins
    }
    return sql;
}

std::string Session::first_settings_sql(std::string_view condition) const {
    std::string sql;
    for (const auto& [name, value] : settings_) {
        sql += fmt::format(
            "{}case when {} then {} end",
            sql.empty() ? "" : ", ",
            condition,
            set(name, value, false)
        );
    }
    return sql;
}

std::string Session::settings_sql(bool local) const {
    std::string sql;
    for (const auto& [name, value] : settings_) {
        sql += set(name, value, local) + ", ";
    }
    return sql + set("lock_timeout", "$1", true) + ", " + set("statement_timeout", "$2", true) +
           ", pg_catalog.set_config('synchronous_commit', case when not $3::pg_catalog.bool then "
           "'off' when pg_catalog.current_setting('synchronous_commit') operator(pg_catalog.=) "
           "'off' then 'on' else pg_catalog.current_setting('synchronous_commit') end, true)";
}

pg::Parameters Session::settings_values(const Script& script, bool durable) const {
    const auto& header = script.header;
    const auto lock = header.lock_timeout.value_or(options_.lock_timeout);
    const auto statement = header.statement_timeout.value_or(options_.statement_timeout);
    return {std::to_string(lock.count()), std::to_string(statement.count()), durable ? "t" : "f"};
}

// What we set ourselves for the session counts as changed when the value is another one; over a
// Unix socket those of TCP always are.
std::string Session::leaked_settings_sql() const {
    std::string own;
    for (const auto& [name, value] : settings_) {
        own += fmt::format(
            "{}('{}', {})",
            own.empty() ? "" : ", ",
            name,
            name.starts_with("tcp_") ? "s.setting" : value
        );
    }
    return fmt::format(
        "select pg_catalog.string_agg(s.name, ', ' order by s.name) from pg_catalog.pg_settings s "
        "where s.source operator(pg_catalog.=) 'session'::pg_catalog.text and s.name "
        "operator(pg_catalog.<>) all (array['transaction_isolation', 'transaction_read_only', "
        "'transaction_deferrable']) and not exists (select "
        "from (values {}) own (name, value) where own.name operator(pg_catalog.=) s.name and "
        "own.value operator(pg_catalog.=) s.setting)",
        own
    );
}

} // namespace runner
