// Reads and, with care, corrects postmaster.pid.
#include "cluster/postmaster_file.hpp"

#include "cluster/descriptor.hpp"
#include "cluster/errors.hpp"

#include <runner/error.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace runner::cluster {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path postmaster_file(const fs::path& data) {
    return data / "postmaster.pid";
}

/// An empty file was written without fsync before a power cut, and the server would refuse to
/// start; or a server wrote it this very moment, and then the second start fails and looks again.
void remove_when_abandoned(const fs::path& file) {
    constexpr std::chrono::seconds moment{2};
    std::error_code not_there;
    if (fs::file_size(file, not_there) != 0 || not_there) {
        return;
    }
    const auto written = fs::last_write_time(file, not_there);
    if (!not_there && fs::file_time_type::clock::now() - written > moment) {
        fs::remove(file, not_there);
    }
}

/// The server believes any living process of its user to be the one that wrote the file. It must
/// not lose the rest, which says how to find children of the dead one that are still writing. So
/// only the number changes: to ours, which it knows for its grandparent's and takes for outdated.
void disown(const fs::path& file, const fs::path& folder) {
    std::string text = text_of(file);
    const pid_t process = std::atoi(text.c_str());
    const auto end = text.find('\n');
    const bool is_misleading = process > 0 && kill(process, 0) == 0 && end != text.npos;
    if (!is_misleading || is_postmaster_of(folder, process)) {
        return;
    }
    text.replace(0, end, std::to_string(getpid()));
    const int flags = O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    const Descriptor descriptor(open(file.c_str(), flags));
    if (write(descriptor.number(), text.data(), text.size()) < 0) {
        throw system_error(ErrorKind::connection, "correct " + file.string());
    }
}

} // namespace

PostmasterFile read_postmaster_file(const fs::path& data) {
    constexpr int status_line = 8; // since PostgreSQL 10; padded with spaces
    std::ifstream stream(postmaster_file(data));
    PostmasterFile file;
    std::string line;
    for (int number = 1; number <= status_line && std::getline(stream, line); ++number) {
        if (number == 1) {
            file.process = std::atoi(line.c_str());
        }
        if (number == status_line) {
            file.status = line.substr(0, line.find(' '));
        }
    }
    return file;
}

std::string postmaster_mark(const fs::path& folder) {
    return "runner.folder=" + folder.string();
}

bool is_postmaster_of(const fs::path& folder, pid_t process) {
    // EPERM is the process of another user, so never ours.
    if (process <= 0 || kill(process, 0) != 0) {
        return false;
    }
    if (!fs::exists("/proc/self/cmdline")) {
        return true; // no way to know better
    }
    // The command line and not the working directory: a container's root may not read the latter.
    const std::string words = '\0' + text_of("/proc/" + std::to_string(process) + "/cmdline");
    return words.find('\0' + postmaster_mark(folder) + '\0') != std::string::npos;
}

void forget_dead_postmaster(const fs::path& folder, const fs::path& socket_folder) {
    remove_when_abandoned(postmaster_file(folder / "data"));
    disown(postmaster_file(folder / "data"), folder);
    disown(socket_folder / ".s.PGSQL.5432.lock", folder);
}

} // namespace runner::cluster
