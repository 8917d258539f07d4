// fork and exec. Between the two only system calls: another thread may have held a lock of malloc
// at the moment of the fork, so everything that needs memory is made before it.
#include "hooks/child.hpp"

#include "program/pointers.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int cannot_run = 127;
/// Between SIGTERM and SIGKILL: an interrupted runner has a second for everything.
constexpr auto patience = 400ms;
constexpr std::size_t longest_line = 2000;
/// One that never stops writing must not keep us from looking at the interrupt.
constexpr int most_at_once = 64;

struct Pipe {
    Pipe() {
        if (pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw Error(
                ErrorKind::statement, std::string("cannot make a pipe: ") + strerror(errno)
            );
        }
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    ~Pipe() {
        close(ends[0]);
        close_writer();
    }

    void close_writer() {
        if (ends[1] >= 0) {
            close(ends[1]);
            ends[1] = -1;
        }
    }

    std::array<int, 2> ends{-1, -1};
};

/// A signal that we block or ignore would stay so through exec.
void restore_signals() noexcept {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD}) {
        struct sigaction action {};

        action.sa_handler = SIG_DFL;
        sigaction(number, &action, nullptr);
    }
}

[[noreturn]] void
run_in_child(char* const* arguments, char* const* environment, int output, pid_t parent) noexcept {
    setpgid(0, 0);
#ifdef __linux__
    // A runner that is killed takes the hook with it.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(cannot_run);
    }
#else
    static_cast<void>(parent);
#endif
    restore_signals();
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(output, STDERR_FILENO) >= 0) {
        execve(arguments[0], arguments, environment);
    }
    _exit(cannot_run);
}

/// Cuts what arrives into lines.
class Lines {
public:
    explicit Lines(const LineHandler& handler) : handler_(handler) {}

    /// False when there is nothing more for now, or at the end.
    bool read_from(int descriptor) {
        std::array<char, 4096> chunk{};
        const auto size = read(descriptor, chunk.data(), chunk.size());
        ended_ = size == 0;
        if (size <= 0) {
            return size < 0 && errno == EINTR;
        }
        for (const char byte : std::string_view(chunk.data(), static_cast<std::size_t>(size))) {
            if (byte == '\n') {
                tell();
            } else if (line_.size() < longest_line) {
                line_ += byte;
            }
        }
        return true;
    }

    [[nodiscard]] bool ended() const { return ended_; }

    void tell_rest() {
        if (!line_.empty()) {
            tell();
        }
    }

private:
    void tell() {
        handler_(line_);
        line_.clear();
    }

    const LineHandler& handler_;
    std::string line_;
    bool ended_ = false;
};

/// The group of a child that has not been waited for yet: its number is nobody else's.
class Child {
public:
    explicit Child(pid_t process) : process_(process) {
        setpgid(process, process); // as the child does itself: whoever comes first
    }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    ~Child() { end(); }

    /// Whether it has ended by itself.
    bool has_ended() {
        int status = 0;
        if (process_ > 0 && waitpid(process_, &status, WNOHANG) == process_) {
            note(status);
        }
        return process_ <= 0;
    }

    /// SIGTERM, and soon SIGKILL.
    void end() noexcept {
        if (process_ <= 0) {
            return;
        }
        kill(-process_, SIGTERM);
        const auto until = Clock::now() + patience;
        while (!has_ended()) {
            if (Clock::now() < until) {
                poll(nullptr, 0, 10);
                continue;
            }
            kill(-process_, SIGKILL);
            int status = 0;
            while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
            }
            note(status);
        }
    }

    [[nodiscard]] int status() const { return status_; }

private:
    void note(int status) {
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        process_ = 0;
    }

    pid_t process_;
    int status_ = 0;
};

/// A pause in which output or an interrupt wakes us.
void wait_for_news(int output, const Interrupt* interrupt) {
    constexpr int pause = 20; // milliseconds until the next look at whether it has ended
    std::array<pollfd, 2> news{
        pollfd{output, POLLIN, 0},
        pollfd{interrupt != nullptr ? interrupt->descriptor() : -1, POLLIN, 0}};
    poll(news.data(), news.size(), pause);
}

} // namespace

ChildOutcome run_shell(
    const std::string& command,
    const std::vector<std::string>& environment,
    std::chrono::milliseconds timeout,
    Interrupt* interrupt,
    const LineHandler& line
) {
    Pipe output;
    fcntl(output.ends[0], F_SETFL, O_NONBLOCK);
    std::vector<std::string> words = {"/bin/sh", "-c", command};
    auto variables = environment;
    const auto argument_pointers = program::pointers(words);
    const auto variable_pointers = program::pointers(variables);
    const auto parent = getpid();
    const pid_t process = fork();
    if (process < 0) {
        throw Error(
            ErrorKind::statement, std::string("cannot start a process: ") + strerror(errno)
        );
    }
    if (process == 0) {
        run_in_child(argument_pointers.data(), variable_pointers.data(), output.ends[1], parent);
    }
    Child child(process);
    output.close_writer();
    Lines lines(line);
    ChildOutcome outcome;
    const auto started = Clock::now();
    for (bool ended = false; !ended;) {
        if (interrupt != nullptr && interrupt->raised()) {
            child.end();
            throw Error(ErrorKind::interrupted, "interrupted");
        }
        outcome.timed_out = timeout > 0ms && Clock::now() - started >= timeout;
        if (outcome.timed_out) {
            child.end();
        }
        wait_for_news(lines.ended() ? -1 : output.ends[0], interrupt);
        ended = child.has_ended(); // before the last look at what it has written
        for (int chunks = 0; chunks < most_at_once && lines.read_from(output.ends[0]); ++chunks) {
        }
    }
    lines.tell_rest();
    outcome.status = child.status();
    return outcome;
}

} // namespace runner
