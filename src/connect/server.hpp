// Options -> the server they mean: a URL, or a private server that is held up while we need it.
#pragma once

#include "cluster/private_server.hpp"
#include "pg/connection.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/status.hpp>

#include <chrono>
#include <filesystem>
#include <optional>

namespace runner {

/// The folder of `embedded:DIR`; empty for any other URL. Throws Error{usage} without a DIR.
[[nodiscard]] std::optional<std::filesystem::path> embedded_folder(const Options& options);

class Server {
public:
    /// Starts the private server when there is to be one.
    Server(const Options& options, Observer& observer);

    /// Waits up to `patience` for a server that does not answer yet. Sets the role.
    [[nodiscard]] pg::Connection connect(std::chrono::milliseconds patience);
    /// To a database that is there on every server, for CREATE and DROP DATABASE.
    [[nodiscard]] pg::Connection connect_for_maintenance();

    /// How other programs reach it, too, while this object lives.
    [[nodiscard]] const pg::Conninfo& conninfo() const noexcept { return conninfo_; }

    /// The name of the database the options mean.
    [[nodiscard]] std::string database() const;

private:
    [[nodiscard]] pg::Connection
    connect_waiting(const pg::Conninfo& conninfo, std::chrono::milliseconds patience);

    const Options& options_;
    Observer& observer_;
    std::optional<cluster::PrivateServer> private_server_;
    pg::Conninfo conninfo_;
};

/// One round trip.
[[nodiscard]] ServerInfo server_facts(pg::Connection& connection);

/// Creates the database unless it is there. True when it was created.
bool ensure_database(pg::Connection& maintenance, const std::string& name);

/// The one database of a private server.
inline constexpr const char* embedded_database = "app";

} // namespace runner
