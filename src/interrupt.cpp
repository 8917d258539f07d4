#include <runner/interrupt.hpp>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace runner {

Interrupt::Interrupt() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    read_end_ = ends[0];
    write_end_ = ends[1];
}

Interrupt::~Interrupt() {
    close(read_end_);
    close(write_end_);
}

void Interrupt::raise(int signal) noexcept {
    const int saved = errno;
    signal_.store(signal);
    times_.fetch_add(1);
    // The pipe is never drained: one byte makes it readable for good. A full pipe is as good.
    [[maybe_unused]] const auto written = write(write_end_, "!", 1);
    errno = saved;
}

} // namespace runner
