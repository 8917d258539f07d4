// Runs a program in our place: with our terminal, descriptors and environment, to its end.
#pragma once

#include <runner/interrupt.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace runner::cluster {

struct ForegroundCommand {
    std::filesystem::path program; ///< a path, or a name to be found in PATH
    std::vector<std::string> arguments;
    /// Besides our own environment, in place of what it says.
    std::vector<std::pair<std::string, std::string>> environment;
};

/// The terminal's Ctrl-C is the program's business; a SIGTERM or SIGHUP that we get is passed on to
/// it. Returns its exit status, or 128 plus the signal that ended it. Throws
/// std::system_error when it cannot be started.
int run_in_foreground(const ForegroundCommand& command, const Interrupt* interrupt);

} // namespace runner::cluster
