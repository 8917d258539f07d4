#include "discover/file_writer.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace runner {

void write_new_file(const std::filesystem::path& path, std::string_view text) {
    const auto refuse = [&](int reason) {
        throw Error(
            ErrorKind::usage,
            fmt::format("cannot write {}: {}", path.string(), std::strerror(reason))
        );
    };
    // O_EXCL: two people who create the same file at once must not overwrite each other.
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        refuse(errno);
    }
    while (!text.empty()) {
        const auto written = write(file, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            const int reason = errno;
            close(file);
            refuse(reason);
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    if (close(file) != 0) {
        refuse(errno);
    }
}

} // namespace runner
