#include "connect/server_identity.hpp"

namespace runner {

// The name of the current log file: right after a promotion the checkpoint still has the old
// timeline.
ServerIdentity identity_of(pg::Connection& connection) {
    try {
        const auto found = connection.execute(
            "select (pg_catalog.pg_control_system()).system_identifier, "
            "pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8)"
        );
        return {
            .system = std::string(found.front().value(0, 0)),
            .timeline = std::string(found.front().value(0, 1))};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw;
        }
        return {};
    }
}

} // namespace runner
