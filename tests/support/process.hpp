// Other processes in a test, to be killed or to compete with, and a way to wait for one another.
#pragma once

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <sys/types.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace runner::test {

/// Another process, which ends when `work` does.
class Process {
public:
    explicit Process(const std::function<void()>& work) : process_(fork()) {
        if (process_ == 0) {
            constexpr unsigned int seconds = 60;
            alarm(seconds); // a test that fails waits for nobody
            try {
                work();
            } catch (const std::exception& failure) {
                std::fprintf(stderr, "%s\n", failure.what());
                _exit(EXIT_FAILURE);
            }
            _exit(EXIT_SUCCESS);
        }
    }

    void kill(int signal) const { ::kill(process_, signal); }

    [[nodiscard]] bool ended() const {
        siginfo_t state{};
        return waitid(P_PID, static_cast<id_t>(process_), &state, WEXITED | WNOHANG | WNOWAIT) ==
                   0 &&
               state.si_pid == process_;
    }

    [[nodiscard]] pid_t number() const { return process_; }

    /// True when it ended by itself and without an exception.
    [[nodiscard]] bool wait() const {
        int status = 0;
        waitpid(process_, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    }

private:
    pid_t process_;
};

/// A pipe over which one process tells another to go on.
class Signpost {
public:
    Signpost() {
        if (pipe(ends_.data()) != 0) {
            throw std::system_error(errno, std::generic_category(), "pipe");
        }
    }

    ~Signpost() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

    Signpost(const Signpost&) = delete;
    Signpost& operator=(const Signpost&) = delete;

    void say() const {
        if (write(ends_[1], "!", 1) != 1) {
            throw std::runtime_error("nobody listens");
        }
    }

    void await() const {
        char said = 0;
        if (read(ends_[0], &said, 1) != 1) {
            throw std::runtime_error("nobody speaks");
        }
    }

private:
    std::array<int, 2> ends_{};
};

} // namespace runner::test
