// A PostgreSQL of our own in a folder: `embedded:DIR`, and the cluster the tests run on.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace runner::cluster {

/// How a private server is set up and run.
struct ServerSettings {
    std::filesystem::path folder;
    /// "name=value" each, for the server's -c, besides our own.
    std::vector<std::string> settings;
    /// initdb and server without fsync: only for what may be lost, such as tests.
    bool durable = true;
};

/// Holds the server up from construction to destruction: starts it (and creates it) when it is not
/// running, stops it when nobody else holds it and it was not asked to stay. Safe when several
/// processes do this at once; a holder that was killed is noticed by the next one.
class PrivateServer {
public:
    /// Throws Error{usage} when the folder or the binaries are not usable, Error{connection} when
    /// the server does not start; then the message holds the end of its log.
    explicit PrivateServer(ServerSettings settings);
    ~PrivateServer();
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    /// Keyword string for libpq: socket folder, port, superuser; `database` as dbname.
    [[nodiscard]] std::string conninfo(const std::string& database) const;
    /// The same as a URL that psql takes.
    [[nodiscard]] std::string url(const std::string& database) const;

    /// Lets it run on after the last holder has gone, until stop().
    void keep();

    /// Stops the server in `folder` and forgets keep(). False when it was not running.
    static bool stop(const std::filesystem::path& folder);

private:
    ServerSettings settings_;
    std::filesystem::path socket_folder_;
    int users_lock_ = -1;
};

} // namespace runner::cluster
