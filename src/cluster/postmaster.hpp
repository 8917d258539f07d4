// The server process of a private server: creates its data, starts it, asks how it is, stops it.
// The caller holds the folder's lock throughout.
#pragma once

#include "cluster/server_folder.hpp"

#include <string>
#include <sys/types.h>
#include <vector>

namespace runner::cluster {

enum class ServerState { stopped, starting, ready, stopping };

/// What postmaster.pid says, believed only when that process is the server of this very folder.
struct Postmaster {
    ServerState state = ServerState::stopped;
    pid_t process = 0;
};

[[nodiscard]] Postmaster look_at(const ServerFolder& folder);

/// Makes sure that there is a data directory. A first start that is killed leaves nothing behind
/// that the next one could mistake for one.
void create_data(const ServerFolder& folder, bool durable);

/// Makes sure that the server is up and takes connections. `settings` are "name=value".
/// Throws Error{connection} with the end of the log.
void start_server(const ServerFolder& folder, const std::vector<std::string>& settings);

/// Disconnects everybody and waits for the end. False when it was not running.
bool stop_server(const ServerFolder& folder);

} // namespace runner::cluster
