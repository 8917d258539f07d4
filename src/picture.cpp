// Both ends are files without names: neither side ever waits for the other.
#include <runner/error.hpp>
#include <runner/picture.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// NOLINTNEXTLINE(readability-redundant-declaration): POSIX wants it declared here; glibc has it.
extern char** environ;

namespace runner {
namespace {

[[noreturn]] void refuse(const std::string& message) {
    Error error(ErrorKind::usage, message);
    error.say_advice("install graphviz, or draw what --dot prints elsewhere");
    throw error;
}

class UnnamedFile {
public:
    explicit UnnamedFile(std::string_view text = {})
        : number_(memfd_create("runner", MFD_CLOEXEC)) {
        if (number_ < 0) {
            refuse(fmt::format("cannot prepare to run dot: {}", std::strerror(errno)));
        }
        while (!text.empty()) {
            const auto written = write(number_, text.data(), text.size());
            if (written < 0 && errno != EINTR) {
                const int reason = errno;
                close(number_);
                refuse(fmt::format("cannot prepare to run dot: {}", std::strerror(reason)));
            }
            text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
        lseek(number_, 0, SEEK_SET);
    }

    UnnamedFile(const UnnamedFile&) = delete;
    UnnamedFile& operator=(const UnnamedFile&) = delete;
    UnnamedFile(UnnamedFile&&) = delete;
    UnnamedFile& operator=(UnnamedFile&&) = delete;

    ~UnnamedFile() { close(number_); }

    [[nodiscard]] int number() const noexcept { return number_; }

    [[nodiscard]] std::string content() const {
        std::string text;
        std::array<char, 65536> chunk{};
        lseek(number_, 0, SEEK_SET);
        for (;;) {
            const auto size = read(number_, chunk.data(), chunk.size());
            if (size > 0) {
                text.append(chunk.data(), static_cast<std::size_t>(size));
            } else if (size == 0 || errno != EINTR) {
                return text;
            }
        }
    }

private:
    int number_;
};

pid_t start_dot(int input, int output, int complaint) {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaint, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE); // ignored by us, and that would be inherited
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string program = "dot";
    std::string format = "-Tsvg";
    std::array<char*, 3> words = {program.data(), format.data(), nullptr};
    pid_t child = -1;
    const int failed = posix_spawnp(&child, "dot", &actions, &attributes, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        refuse(fmt::format("cannot run dot, which draws the SVG: {}", std::strerror(failed)));
    }
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            refuse(fmt::format("cannot learn how dot ended: {}", std::strerror(errno)));
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

std::string drawn_as_svg(std::string_view graph) {
    const UnnamedFile input(graph);
    const UnnamedFile output;
    const UnnamedFile complaint;
    const int status = wait_for(start_dot(input.number(), output.number(), complaint.number()));
    if (status != 0) {
        const auto words = complaint.content();
        refuse(fmt::format("dot failed ({}): {}", status, words.substr(0, words.find('\n'))));
    }
    return output.content();
}

} // namespace runner
