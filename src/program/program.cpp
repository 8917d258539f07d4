#include "program/program.hpp"

#include "program/pointers.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

// NOLINTNEXTLINE(readability-redundant-declaration): POSIX wants it declared here; glibc has it.
extern char** environ;

namespace runner::program {
namespace {

[[noreturn]] void refuse(std::string_view what, int reason) {
    throw Error(ErrorKind::usage, fmt::format("{}: {}", what, std::strerror(reason)));
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {
        if (number < 0) {
            refuse("cannot prepare to run another program", errno);
        }
    }

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    ~Descriptor() { close(); }

    void close() noexcept {
        if (number_ >= 0) {
            ::close(std::exchange(number_, -1));
        }
    }

    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

struct Pipe {
    Descriptor reader;
    Descriptor writer;
};

Pipe make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        refuse("cannot prepare to run another program", errno);
    }
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// A file without a name rather than a pipe: the program may answer before it has read everything,
/// and then neither side would go on.
Descriptor file_of(std::string_view text) {
    Descriptor file(memfd_create("runner", MFD_CLOEXEC));
    while (!text.empty()) {
        const auto written = write(file.number(), text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            refuse("cannot prepare to run another program", errno);
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    lseek(file.number(), 0, SEEK_SET);
    return file;
}

/// What the child does before it is the program.
class Preparation {
public:
    Preparation(int input, int output, int complaint) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, complaint, STDERR_FILENO);
        posix_spawnattr_init(&attributes_);
        sigset_t usual;
        sigemptyset(&usual);
        posix_spawnattr_setsigmask(&attributes_, &usual);
        sigaddset(&usual, SIGPIPE); // ignored by us, and that would be inherited
        posix_spawnattr_setsigdefault(&attributes_, &usual);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    ~Preparation() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    Preparation(const Preparation&) = delete;
    Preparation& operator=(const Preparation&) = delete;

    /// Minus one, and errno, when there is no such program.
    [[nodiscard]] pid_t
    start(std::vector<std::string>& words, std::vector<std::string>& environment) const {
        pid_t child = -1;
        errno = posix_spawnp(
            &child,
            words.front().c_str(),
            &actions_,
            &attributes_,
            pointers(words).data(),
            pointers(environment).data()
        );
        return errno == 0 ? child : -1;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// False at the end.
bool read_some(int descriptor, std::string& text) {
    std::array<char, 65536> chunk{};
    const auto size = read(descriptor, chunk.data(), chunk.size());
    if (size > 0) {
        text.append(chunk.data(), static_cast<std::size_t>(size));
    }
    return size > 0 || (size < 0 && errno == EINTR);
}

void read_both(int output, int complaint, Outcome& outcome) {
    std::array<pollfd, 2> open = {pollfd{output, POLLIN, 0}, pollfd{complaint, POLLIN, 0}};
    const std::array<std::string*, 2> texts = {&outcome.output, &outcome.complaint};
    while (open[0].fd >= 0 || open[1].fd >= 0) {
        if (poll(open.data(), open.size(), -1) < 0) {
            continue; // a signal: the program has got it, too, and ends
        }
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (open[i].fd >= 0 && open[i].revents != 0 && !read_some(open[i].fd, *texts[i])) {
                open[i].fd = -1; // poll() passes it over
            }
        }
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            refuse("cannot learn how another program ended", errno);
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

Outcome
run(std::vector<std::string> words,
    std::vector<std::string> environment,
    std::string_view input,
    const std::string& advice) {
    auto output = make_pipe();
    auto complaint = make_pipe();
    const auto stream = file_of(input);
    const Preparation preparation(
        stream.number(), output.writer.number(), complaint.writer.number()
    );
    const auto child = preparation.start(words, environment);
    if (child < 0) {
        Error error(
            ErrorKind::usage, fmt::format("cannot run {}: {}", words.front(), std::strerror(errno))
        );
        error.say_advice(advice);
        throw error;
    }
    output.writer.close();
    complaint.writer.close();
    Outcome outcome;
    read_both(output.reader.number(), complaint.reader.number(), outcome);
    outcome.status = wait_for(child);
    return outcome;
}

std::vector<std::string> own_environment() {
    std::vector<std::string> result;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        result.emplace_back(*variable);
    }
    return result;
}

} // namespace runner::program
