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

pg::Result
ask(pg::Connection& connection,
    const std::string& setup,
    const std::string& question,
    const char* who) {
    auto results = connection.execute(
        setup + "select pg_catalog.pg_is_in_recovery(), " + takes_changes + ", case when " +
        takes_changes + " then " + question + " end, " + who
    );
    return std::move(results.back());
}

pg::Result ask_with_identity(
    pg::Connection& connection, const std::string& setup, const std::string& question
) {
    try {
        return ask(connection, setup, question, identity);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
    }
    return ask(connection, setup, question, no_identity);
}

} // namespace

FirstAnswer
ask_primary(pg::Connection& connection, const std::string& setup, const std::string& question) {
    const auto found = ask_with_identity(connection, setup, question);
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
            {.system = std::string(found.value(0, 3)), .timeline = std::string(found.value(0, 4))},
        .result = found.boolean(0, 2)};
}

} // namespace runner
