#include "connect/server_identity.hpp"

#include <utility>

namespace runner {
namespace {

constexpr const char* takes_changes =
    "not pg_catalog.pg_is_in_recovery() and pg_catalog.current_setting('transaction_read_only') "
    "operator(pg_catalog.=) 'off'";

// Right after a promotion the last checkpoint still has the old timeline, the name of the log file
// the new one.
constexpr const char* identity =
    "(pg_catalog.pg_control_system()).system_identifier, case when not "
    "pg_catalog.pg_is_in_recovery() then pg_catalog.left(pg_catalog.pg_walfile_name("
    "pg_catalog.pg_current_wal_lsn()), 8) end";

// Managed servers may keep these to themselves.
constexpr const char* no_identity = "null, null";

// A pooler invents the pid that a client is told.
std::string is_direct(const pg::Connection& connection) {
    return "pg_catalog.pg_backend_pid() operator(pg_catalog.=) " +
           std::to_string(connection.backend_pid());
}

pg::Result ask(pg::Connection& connection, const FirstQuestion& question, const char* who) {
    const auto direct = is_direct(connection);
    const auto condition = std::string(takes_changes) + " and " + direct;
    auto results = connection.execute(
        "select pg_catalog.pg_is_in_recovery(), " + std::string(takes_changes) + ", " + direct +
        ", case when " + condition + " then " + question.boolean + " end, " + who + ", " +
        question.setup(condition)
    );
    return std::move(results.back());
}

pg::Result ask_with_identity(pg::Connection& connection, const FirstQuestion& question) {
    try {
        return ask(connection, question, identity);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
    }
    return ask(connection, question, no_identity);
}

} // namespace

FirstAnswer ask_primary(pg::Connection& connection, const FirstQuestion& question) {
    const auto found = ask_with_identity(connection, question);
    if (found.boolean(0, 0)) {
        Error error(ErrorKind::connection, "the server is a standby: it takes no changes");
        error.say_advice("connect to the primary, or list all hosts in the URL");
        throw error;
    }
    if (!found.boolean(0, 1)) {
        Error error(ErrorKind::connection, "the session is read-only");
        error.say_advice("default_transaction_read_only is on for this role, database or server");
        throw error;
    }
    return {
        .identity =
            {.system = std::string(found.value(0, 4)), .timeline = std::string(found.value(0, 5))},
        .pooled = !found.boolean(0, 2),
        .result = found.boolean(0, 3)};
}

} // namespace runner
