// fork and exec. Between the two only system calls: another thread may have held a lock of malloc
// at the moment of the fork, so everything that needs memory is made before it.
#include "cluster/process.hpp"

#include "cluster/descriptor.hpp"
#include "cluster/errors.hpp"
#include "program/pointers.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace runner::cluster {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int cannot_run = 127;

/// What a server needs of ours. A list of what is allowed, because what must not pass has no end:
/// a server that goes on running would show our passwords to everyone of its user.
std::vector<std::string> child_environment() {
    std::vector<std::string> environment{"LC_ALL=C"};
    for (const char* const name : {"PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ"}) {
        if (const char* const value = std::getenv(name)) {
            environment.push_back(fmt::format("{}={}", name, value));
        }
    }
    return environment;
}

/// Descriptors below this number may be open. Some slack for those another thread opens between
/// the question and the fork.
int descriptors_end() {
    constexpr int slack = 256;
    int highest = STDERR_FILENO;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/fd")) {
        highest = std::max(highest, std::atoi(entry.path().filename().c_str()));
    }
    return highest + slack;
}

/// Everything the child needs, with the memory it needs.
struct Child {
    explicit Child(const Command& command)
        : user(command.user ? &*command.user : nullptr),
          folder(command.folder),
          words(command.arguments),
          environment_words(child_environment()),
          complaint(fmt::format("cannot run {}\n", command.program.string())),
          last_descriptor(descriptors_end()) {
        words.insert(words.begin(), command.program.string());
        arguments = program::pointers(words);
        environment = program::pointers(environment_words);
    }

    const SystemUser* user;
    std::string folder;
    std::vector<std::string> words;
    std::vector<std::string> environment_words;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    std::string complaint;
    int last_descriptor;
};

/// A signal that we block or ignore would stay so through exec, and in the server.
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

[[noreturn]] void run_in_child(const Child& child, int input, int output) noexcept {
    restore_signals();
    setsid();
    umask(S_IRWXG | S_IRWXO);
    const bool is_ready = dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                          dup2(output, STDERR_FILENO) >= 0 &&
                          (child.user == nullptr || become(*child.user)) &&
                          chdir(child.folder.c_str()) == 0;
    for (int number = STDERR_FILENO + 1; number < child.last_descriptor; ++number) {
        close(number);
    }
    if (is_ready) {
        execve(child.arguments.front(), child.arguments.data(), child.environment.data());
    }
    if (write(STDERR_FILENO, child.complaint.data(), child.complaint.size()) < 0) {
        _exit(cannot_run + 1); // nobody listens
    }
    _exit(cannot_run);
}

/// False when the time is over before the other end is closed.
bool read_until_closed(int descriptor, Clock::time_point deadline, std::string& text) {
    std::array<char, 4096> chunk{};
    for (;;) {
        const auto rest =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (rest <= 0) {
            return false;
        }
        pollfd interest{descriptor, POLLIN, 0};
        if (poll(&interest, 1, static_cast<int>(rest)) <= 0) {
            continue; // out of time or disturbed by a signal: the clock decides
        }
        const ssize_t size = read(descriptor, chunk.data(), chunk.size());
        if (size == 0 || (size < 0 && errno != EINTR)) {
            return true;
        }
        text.append(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
}

} // namespace

int wait_for_exit(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            throw system_error(ErrorKind::connection, "learn how a child process ended");
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t start(const Command& command, int input, int output) {
    const Child child(command);
    const pid_t process = fork();
    if (process < 0) {
        throw system_error(ErrorKind::connection, "start a child process");
    }
    if (process == 0) {
        run_in_child(child, input, output);
    }
    return process;
}

Outcome run(const Command& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw system_error(ErrorKind::connection, "make a pipe");
    }
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));

    const pid_t process = start(command, nothing.number(), writer.number());
    writer.close();

    Outcome outcome;
    if (!read_until_closed(reader.number(), Clock::now() + command.patience, outcome.output)) {
        kill(-process, SIGKILL); // its whole session
        wait_for_exit(process);
        throw Error(
            ErrorKind::connection,
            fmt::format(
                "{} did not end within {} seconds",
                command.program.string(),
                command.patience.count()
            )
        );
    }
    outcome.status = wait_for_exit(process);
    if (outcome.status == cannot_run) {
        throw Error(ErrorKind::connection, outcome.output.substr(0, outcome.output.find('\n')));
    }
    return outcome;
}

} // namespace runner::cluster
