// The one server of a test program, and where its databases are reached.
#pragma once

#include "cluster/private_server.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>

namespace runner::test {

/// A private server in a folder of its own, gone with its folder when the program ends, however it
/// ends. RUNNER_TEST_DATABASE, a connection string, names an existing server to use instead.
class Cluster {
public:
    /// Starts the server on first use. A forked child must leave with _exit(), or it ends the
    /// server of its parent.
    static Cluster& instance();

    /// Whether there is a server to use, or are programs to start one with.
    [[nodiscard]] static bool available();

    ~Cluster();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    /// Keyword string for libpq.
    [[nodiscard]] std::string conninfo(const std::string& database) const;
    /// The same as a URL.
    [[nodiscard]] std::string url(const std::string& database) const;
    /// Where CREATE DATABASE can be said: conninfo() of a database that is always there.
    [[nodiscard]] std::string maintenance_conninfo() const;

private:
    Cluster();
    void start_private_server();
    void start_guard();

    std::filesystem::path folder_;
    int guard_pipe_ = -1;
    pid_t guard_ = -1;
    std::unique_ptr<cluster::PrivateServer> server_;
    /// libpq's keywords, dbname among them.
    std::map<std::string, std::string> parameters_;
};

} // namespace runner::test
