// Runs a program to its end, as another user when asked, and hands back what it said.
#pragma once

#include "cluster/system_user.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace runner::cluster {

struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path folder = "/"; ///< where it runs
    std::optional<SystemUser> user{};   ///< whom it runs as, unless as ourselves
    std::chrono::seconds patience{60};
};

struct Outcome {
    int status = 0;     ///< exit status, or 128 plus the signal that ended it
    std::string output; ///< standard output and standard error, as they came
};

/// The program has a session of its own (the terminal's Ctrl-C does not reach it), none of our
/// descriptors, and an environment with hardly more than PATH: no PG*, no locale, no passwords.
/// Throws Error{connection} when it cannot be started or outlasts the patience.
[[nodiscard]] Outcome run(const Command& command);

/// The same without waiting for its end; `input` and `output` are what it reads and writes. Who
/// calls it waits for the process with wait_for_exit(). `patience` means nothing here.
[[nodiscard]] pid_t start(const Command& command, int input, int output);

/// Its exit status, or 128 plus the signal that ended it.
int wait_for_exit(pid_t process);

} // namespace runner::cluster
