// Another tool's own program, run for what it prints.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace runner::foreign {

struct ProgramResult {
    bool started = false; ///< false: there is no such program
    int status = -1;      ///< -1: it was ended by a signal, or took too long
    std::string output;   ///< standard output
    std::string errors;   ///< standard error
};

/// Found through PATH, with our environment, in `folder`, without standard input; no shell. It is
/// killed when it outlasts `patience`.
[[nodiscard]] ProgramResult run_program(
    const std::vector<std::string>& words,
    const std::filesystem::path& folder,
    std::chrono::seconds patience
);

} // namespace runner::foreign
