// Who cleans up behind us, whatever happens to us.
//
// A shell of its own session makes the folder, creates the data, starts the server, and then reads
// from a pipe whose other end only we hold. When we let go of it, by will, by a crash or by
// SIGKILL, the kernel closes that end, and the shell stops the server and removes the folder. A
// shell, because between fork and exec nothing may be done that needs memory, and every machine
// with PostgreSQL has one. There is no moment without it: nothing exists before it does.
#pragma once

#include "cluster/descriptor.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace runner::scratch {

struct GuardedServer {
    std::filesystem::path programs; ///< folder of initdb and postgres
    std::string superuser;
    std::vector<std::string> settings; ///< "name=value"
};

class Guardian {
public:
    /// Returns when the server takes connections. Throws Error{connection} with what initdb or the
    /// server's log says, Error{usage} when the folder cannot be made.
    explicit Guardian(const GuardedServer& server);
    /// Returns when server and folder are gone.
    ~Guardian();
    Guardian(const Guardian&) = delete;
    Guardian& operator=(const Guardian&) = delete;

    /// Also where its socket is.
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

private:
    void wait_until_ready(int status);

    std::filesystem::path folder_;
    cluster::Descriptor life_line_;
    pid_t process_ = 0;
};

} // namespace runner::scratch
