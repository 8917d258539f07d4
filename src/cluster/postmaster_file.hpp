// postmaster.pid, the file by which a server says that it is there. After a crash of the machine,
// or in a container that was started again, the process it names may be anybody.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace runner::cluster {

struct PostmasterFile {
    pid_t process = 0;  ///< 0 when there is no file, or nothing in it
    std::string status; ///< "starting", "ready", "stopping"; empty in the server's first moment
};

[[nodiscard]] PostmasterFile read_postmaster_file(const std::filesystem::path& data);

/// The setting that a server of ours carries in its command line: a name PostgreSQL has no use for.
[[nodiscard]] std::string postmaster_mark(const std::filesystem::path& folder);

/// Whether `process` is alive and was started for `folder`.
[[nodiscard]] bool is_postmaster_of(const std::filesystem::path& folder, pid_t process);

/// Clears the way for a start: a dead server's files, here and next to its socket, may name a
/// process that lives.
void forget_dead_postmaster(
    const std::filesystem::path& folder, const std::filesystem::path& socket_folder
);

} // namespace runner::cluster
