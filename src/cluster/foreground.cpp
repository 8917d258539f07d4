// Whether the program has ended shows at a pipe whose other end only it has, so that its end and a
// signal can be waited for together.
#include "cluster/foreground.hpp"

#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

// NOLINTNEXTLINE(readability-redundant-declaration): POSIX wants it declared here; glibc has it.
extern char** environ;

namespace runner::cluster {
namespace {

constexpr int between_looks = 1000; // milliseconds, for a second signal

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_of(const ForegroundCommand& command) {
    std::map<std::string, std::string, std::less<>> values;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        values.insert_or_assign(
            std::string(text.substr(0, equals)),
            std::string(equals == std::string_view::npos ? "" : text.substr(equals + 1))
        );
    }
    for (const auto& [name, value] : command.environment) {
        values.insert_or_assign(name, value);
    }
    std::vector<std::string> result;
    result.reserve(values.size());
    for (const auto& [name, value] : values) {
        result.push_back(fmt::format("{}={}", name, value));
    }
    return result;
}

/// What we ignore, a program would inherit as ignored.
class DefaultSignals {
public:
    DefaultSignals() {
        posix_spawnattr_init(&attributes_);
        sigset_t signals;
        sigemptyset(&signals);
        for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) {
            sigaddset(&signals, signal);
        }
        posix_spawnattr_setsigdefault(&attributes_, &signals);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }

    ~DefaultSignals() { posix_spawnattr_destroy(&attributes_); }

    DefaultSignals(const DefaultSignals&) = delete;
    DefaultSignals& operator=(const DefaultSignals&) = delete;

    [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

int status_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Until the program has closed its end of the pipe.
void wait_for_end(int pipe_end, pid_t child, const Interrupt* interrupt) {
    int passed_on = 0;
    for (;;) {
        pollfd look{pipe_end, POLLIN, 0};
        const int found = poll(&look, 1, between_looks);
        if (found > 0) {
            return;
        }
        const int signal = interrupt == nullptr ? 0 : interrupt->signal();
        if (signal != passed_on && signal != 0) {
            passed_on = signal;
            if (signal != SIGINT) {
                kill(child, signal);
            }
        }
    }
}

} // namespace

int run_in_foreground(const ForegroundCommand& command, const Interrupt* interrupt) {
    std::vector<std::string> arguments = {command.program.filename().string()};
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
    auto environment = environment_of(command);
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    const DefaultSignals signals;
    pid_t child = -1;
    const int error = posix_spawnp(
        &child,
        command.program.c_str(),
        nullptr,
        signals.get(),
        pointers_to(arguments).data(),
        pointers_to(environment).data()
    );
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        throw std::system_error(error, std::generic_category(), command.program.string());
    }
    wait_for_end(ends[0], child, interrupt);
    close(ends[0]);
    return status_of(child);
}

} // namespace runner::cluster
