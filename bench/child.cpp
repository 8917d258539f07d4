#include "child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace runner::bench {
namespace {

[[noreturn]] void refuse(const char* call) {
    throw std::system_error(errno, std::generic_category(), call);
}

/// What the child sends: its work, and a message behind it when it failed.
[[noreturn]] void work_and_leave(const std::function<Work()>& run, int to) {
    Work work;
    std::string message;
    try {
        work = run();
    } catch (const std::exception& error) {
        message = error.what();
    }
    // Both fit the buffer of a pipe.
    message.resize(std::min<std::size_t>(message.size(), 1000));
    const bool sent =
        write(to, &work, sizeof work) == static_cast<ssize_t>(sizeof work) &&
        write(to, message.data(), message.size()) == static_cast<ssize_t>(message.size());
    _exit(sent ? 0 : 1);
}

std::string read_all(int from) {
    std::string bytes;
    std::array<char, 4096> part{};
    for (;;) {
        const auto got = read(from, part.data(), part.size());
        if (got < 0) {
            refuse("read");
        }
        if (got == 0) {
            return bytes;
        }
        bytes.append(part.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

Cost run_in_child(const std::function<Work()>& run) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        refuse("pipe");
    }
    const auto child = fork();
    if (child < 0) {
        refuse("fork");
    }
    if (child == 0) {
        close(ends[0]);
        work_and_leave(run, ends[1]);
    }
    close(ends[1]);
    const auto sent = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) < 0) {
        refuse("wait4");
    }
    Cost cost;
    if (status != 0 || sent.size() < sizeof cost.work) {
        throw std::runtime_error("the measuring process died");
    }
    if (sent.size() > sizeof cost.work) {
        throw std::runtime_error(sent.substr(sizeof cost.work));
    }
    sent.copy(reinterpret_cast<char*>(&cost.work), sizeof cost.work);
    cost.peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    return cost;
}

} // namespace runner::bench
