#include "scratch/guardian.hpp"

#include "cluster/errors.hpp"
#include "cluster/postmaster_file.hpp"
#include "cluster/process.hpp"
#include "cluster/system_user.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <poll.h>
#include <random>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace runner::scratch {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::string_view folder_prefix = "runner-scratch-";
constexpr std::chrono::seconds start_patience{60};
constexpr int between_looks = 3; // milliseconds

// The arguments are folder, programs, superuser, and those of the server. Descriptor 9 is how we
// learn that the server has ended: it and its children alone hold it. QUIT is sent again and again
// because one that comes before the server has its handlers is lost; a server that is deaf to it
// for two seconds is killed.
constexpr const char* script = R"(
umask 077
folder=$1 programs=$2 superuser=$3
shift 3
server=
end() {
    cd /
    if [ -n "$server" ]; then
        (
            tries=0
            while kill -QUIT "$server"; do
                tries=$((tries + 1))
                [ "$tries" -lt 40 ] || kill -KILL "$server"
                sleep 0.05
            done
        ) 2>/dev/null >/dev/null &
        wait "$server"
    fi
    tries=0
    while [ -d "$folder" ] && [ "$tries" -lt 40 ]; do
        rm -rf "$folder" 2>/dev/null || sleep 0.05
        tries=$((tries + 1))
    done
    exit 1
}
trap end TERM
trap '' HUP INT
mkdir "$folder" || exit 1
cd "$folder" || end
if ! "$programs/initdb" --pgdata=data --encoding=UTF8 --locale=C --auth=trust \
    --username="$superuser" --no-sync </dev/null >log 2>&1; then
    cat log
    end
fi
"$programs/postgres" -D data "$@" 9>&1 </dev/null >>log 2>&1 &
server=$!
)";

std::string random_name() {
    std::random_device device;
    return fmt::format("{}{:08x}{:08x}", folder_prefix, device(), device());
}

/// TMPDIR where the server's user may write and a socket's path is short enough.
fs::path place_for_folders(const std::optional<cluster::SystemUser>& user) {
    constexpr std::size_t longest = 60; // of 107 bytes with name and socket
    const char* const named = std::getenv("TMPDIR");
    if (named == nullptr || *named != '/' || std::string_view(named).size() > longest) {
        return "/tmp";
    }

    struct stat status {};

    const bool is_folder = stat(named, &status) == 0 && S_ISDIR(status.st_mode);
    const bool usable = user ? (status.st_mode & S_IWOTH) != 0 : access(named, W_OK | X_OK) == 0;
    return is_folder && usable ? named : "/tmp";
}

std::string read_all(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Returns the end that writes.
cluster::Descriptor open_pipe(cluster::Descriptor& reader) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw cluster::system_error(ErrorKind::connection, "make a pipe");
    }
    reader = cluster::Descriptor(ends[0]);
    return cluster::Descriptor(ends[1]);
}

} // namespace

Guardian::Guardian(const GuardedServer& server) {
    const auto user = cluster::server_user({});
    folder_ = place_for_folders(user) / random_name();
    cluster::Descriptor shell_input;
    life_line_ = open_pipe(shell_input);
    cluster::Descriptor status;
    cluster::Descriptor shell_output = open_pipe(status);

    std::vector<std::string> arguments = {
        "-c",
        // The shell lets go of the status, so that the server alone holds it.
        std::string(script) + "exec >/dev/null 2>&1\nread -r line\nend\n",
        "runner-scratch",
        folder_.string(),
        server.programs.string(),
        server.superuser};
    for (const auto& setting : server.settings) {
        arguments.insert(arguments.end(), {"-c", setting});
    }
    arguments.insert(
        arguments.end(),
        {"-c", "unix_socket_directories=" + folder_.string(), "-c", "listen_addresses="}
    );
    process_ = cluster::start(
        {.program = "/bin/sh", .arguments = std::move(arguments), .folder = "/", .user = user},
        shell_input.number(),
        shell_output.number()
    );
    shell_input.close();
    shell_output.close();
    try {
        wait_until_ready(status.number());
    } catch (...) {
        life_line_.close();
        cluster::wait_for_exit(process_);
        throw;
    }
}

Guardian::~Guardian() {
    life_line_.close();
    try {
        cluster::wait_for_exit(process_);
    } catch (const std::exception&) {
        return; // somebody else in this process has waited for all children
    }
}

void Guardian::wait_until_ready(int status) {
    const auto deadline = Clock::now() + start_patience;
    std::string said;
    for (;;) {
        pollfd look{status, POLLIN, 0};
        if (poll(&look, 1, between_looks) > 0) {
            std::array<char, 4096> chunk{};
            const auto size = read(status, chunk.data(), chunk.size());
            if (size > 0) {
                said.append(chunk.data(), static_cast<std::size_t>(size));
                continue;
            }
            throw Error(
                ErrorKind::connection,
                "the scratch server did not start:\n" +
                    (said.empty() ? read_all(folder_ / "log") : said)
            );
        }
        if (cluster::read_postmaster_file(folder_ / "data").status == "ready") {
            return;
        }
        if (Clock::now() > deadline) {
            throw Error(
                ErrorKind::connection,
                fmt::format(
                    "the scratch server was not ready within {} seconds:\n{}",
                    start_patience.count(),
                    read_all(folder_ / "log")
                )
            );
        }
    }
}

} // namespace runner::scratch
