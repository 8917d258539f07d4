// Another program, run to its end: found through PATH, never through a shell, so that what it is
// given is only ever data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner::program {

struct Outcome {
    int status = 0;        ///< exit status, or 128 plus the signal that ended it
    std::string output;    ///< standard output
    std::string complaint; ///< standard error
};

/// `words`: its name and its arguments. `environment`: NAME=VALUE. `input` is what it reads. Throws
/// Error{usage} with `advice` when it cannot be started.
[[nodiscard]] Outcome
run(std::vector<std::string> words,
    std::vector<std::string> environment,
    std::string_view input,
    const std::string& advice);

/// Our own.
[[nodiscard]] std::vector<std::string> own_environment();

} // namespace runner::program
