#include "connect/server.hpp"

#include <runner/database.hpp>

#include <algorithm>

namespace runner {
namespace {

std::filesystem::path require_embedded(const Options& options) {
    if (const auto folder = embedded_folder(options)) {
        return *folder;
    }
    Error error(ErrorKind::usage, "only a private server can be started and stopped");
    error.say_advice("name one: --database-url embedded:DIR");
    throw error;
}

} // namespace

bool create_database(const Options& options, Observer& observer) {
    Server server(options, observer);
    auto maintenance = server.connect_for_maintenance();
    return ensure_database(maintenance, server.database());
}

bool drop_database(const Options& options, Observer& observer, bool force) {
    Server server(options, observer);
    const auto name = server.database();
    auto maintenance = server.connect_for_maintenance();
    const auto found = maintenance.query(
        "select from pg_catalog.pg_database where datname operator(pg_catalog.=) "
        "$1::pg_catalog.name",
        {name}
    );
    if (found.rows() == 0) {
        return false;
    }
    try {
        maintenance.execute(
            "DROP DATABASE " + maintenance.quote_name(name) + (force ? " WITH (FORCE)" : "")
        );
    } catch (Error& error) {
        if (error.server() && error.server()->sqlstate == "55006") {
            error.say_advice("end the other sessions, or add --force");
        }
        throw;
    }
    return true;
}

void wait_for_server(const Options& options, Observer& observer) {
    Server server(options, observer);
    try {
        const auto connection = server.connect_for_maintenance();
    } catch (const Error& error) {
        // Refusing this role or database still means that the server is there.
        if (error.kind() != ErrorKind::connection || !error.server()) {
            throw;
        }
    }
}

ServerInfo server_info(const Options& options, Observer& observer) {
    Server server(options, observer);
    auto connection = server.connect(options.wait);
    return server_facts(connection);
}

bool is_embedded(const Options& options) {
    return embedded_folder(options).has_value();
}

std::string start_embedded(const Options& options) {
    cluster::PrivateServer server({.folder = require_embedded(options), .settings = {}});
    server.keep();
    Observer silent;
    // Creates the database on first use.
    static_cast<void>(Server(options, silent).connect(options.wait));
    return server.url(embedded_database);
}

bool stop_embedded(const Options& options) {
    return cluster::PrivateServer::stop(require_embedded(options));
}

std::string libpq_version() {
    return pg::libpq_version();
}

} // namespace runner
