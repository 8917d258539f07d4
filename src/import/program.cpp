#include "import/program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace runner::foreign {
namespace {

using Clock = std::chrono::steady_clock;

/// A pipe, closed at the latest when it goes.
class Pipe {
public:
    Pipe() { opened_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }

    ~Pipe() {
        close_end(0);
        close_end(1);
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] bool opened() const noexcept { return opened_; }

    [[nodiscard]] int reading() const noexcept { return ends_[0]; }

    [[nodiscard]] int writing() const noexcept { return ends_[1]; }

    void close_end(std::size_t end) noexcept {
        if (ends_.at(end) >= 0) {
            close(ends_.at(end));
            ends_.at(end) = -1;
        }
    }

private:
    std::array<int, 2> ends_ = {-1, -1};
    bool opened_ = false;
};

/// Until both are at their end; false when the time is over.
bool read_both(Pipe& output, Pipe& errors, ProgramResult& result, Clock::time_point until) {
    std::array<Pipe*, 2> pipes = {&output, &errors};
    std::array<std::string*, 2> texts = {&result.output, &result.errors};
    while (output.reading() >= 0 || errors.reading() >= 0) {
        std::array<pollfd, 2> waiting = {
            pollfd{output.reading(), POLLIN, 0}, pollfd{errors.reading(), POLLIN, 0}};
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        const int ready =
            left > 0 ? poll(waiting.data(), waiting.size(), static_cast<int>(left)) : 0;
        if (ready == 0) {
            return false;
        }
        for (std::size_t at = 0; ready > 0 && at < pipes.size(); ++at) {
            if (waiting.at(at).revents == 0) {
                continue;
            }
            std::array<char, 4096> bytes{};
            const auto got = read(pipes.at(at)->reading(), bytes.data(), bytes.size());
            if (got > 0) {
                texts.at(at)->append(bytes.data(), static_cast<std::size_t>(got));
            } else if (got == 0 || errno != EINTR) {
                pipes.at(at)->close_end(0);
            }
        }
    }
    return true;
}

} // namespace

ProgramResult run_program(
    const std::vector<std::string>& words,
    const std::filesystem::path& folder,
    std::chrono::seconds patience
) {
    ProgramResult result;
    Pipe output;
    Pipe errors;
    if (!output.opened() || !errors.opened()) {
        return result;
    }
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const auto& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.writing(), STDERR_FILENO);
    pid_t process = -1;
    const int failed =
        posix_spawnp(&process, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return result;
    }
    result.started = true;
    output.close_end(1);
    errors.close_end(1);
    if (!read_both(output, errors, result, Clock::now() + patience)) {
        kill(process, SIGKILL);
    }
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

} // namespace runner::foreign
