#include "discover/file_writer.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace runner {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, int reason) {
    throw Error(
        ErrorKind::usage, fmt::format("cannot write {}: {}", path.string(), std::strerror(reason))
    );
}

enum class Arrival { soon, on_disk };

void write_file(const std::filesystem::path& path, std::string_view text, Arrival arrival) {
    // O_EXCL: two people who create the same file at once must not overwrite each other.
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        refuse(path, errno);
    }
    int reason = 0;
    while (!text.empty() && reason == 0) {
        const auto written = write(file, text.data(), text.size());
        reason = written < 0 && errno != EINTR ? errno : 0;
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    if (reason == 0 && arrival == Arrival::on_disk && fsync(file) != 0) {
        reason = errno;
    }
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    if (reason != 0) {
        refuse(path, reason);
    }
}

} // namespace

void write_new_file(const std::filesystem::path& path, std::string_view text) {
    write_file(path, text, Arrival::soon);
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    int failed = renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
    if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
        // The file system cannot do both at once.
        failed = std::filesystem::exists(to) ? -1 : rename(from.c_str(), to.c_str());
        errno = std::filesystem::exists(to) && failed != 0 ? EEXIST : errno;
    }
    if (failed != 0) {
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "cannot rename {} to {}: {}", from.string(), to.string(), std::strerror(errno)
            )
        );
    }
}

void replace_file(const std::filesystem::path& path, std::string_view text) {
    // Hidden, and with a name of our own: whoever reads the folder leaves it alone.
    const auto fresh =
        path.parent_path() / fmt::format(".{}.{}.new", path.filename().string(), getpid());
    unlink(fresh.c_str()); // of a process with our number that did not get further
    try {
        write_file(fresh, text, Arrival::on_disk);
        if (rename(fresh.c_str(), path.c_str()) != 0) {
            refuse(path, errno);
        }
    } catch (const Error&) {
        unlink(fresh.c_str());
        throw;
    }
}

} // namespace runner
