// A command of /bin/sh as a child that does not outlive us.
#pragma once

#include <runner/interrupt.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct ChildOutcome {
    int status = 0; ///< exit status, or 128 plus the signal that ended it
    bool timed_out = false;
};

/// Told of each line of its standard output and standard error.
using LineHandler = std::function<void(std::string_view)>;

/// Runs it in a process group of its own, with nothing on its standard input and `environment` as
/// NAME=VALUE. Returns when the shell has ended, whatever it has left running. The whole group is
/// ended behind `timeout` (0: never), and when the interrupt is raised: Error{interrupted} then.
/// Throws Error{statement} when it cannot be started. `interrupt` may be null.
[[nodiscard]] ChildOutcome run_shell(
    const std::string& command,
    const std::vector<std::string>& environment,
    std::chrono::milliseconds timeout,
    Interrupt* interrupt,
    const LineHandler& line
);

} // namespace runner
