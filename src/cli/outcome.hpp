// What a command has done so far, kept so that a failure can still report it.
#pragma once

#include <runner/runner.hpp>

#include <string>
#include <vector>

namespace runner::cli {

struct Notice {
    std::string step; ///< label
    ServerMessage message;
};

struct Outcome {
    std::vector<Report::Done> done;
    std::vector<Notice> notices;
    std::vector<std::string> remarks;
};

} // namespace runner::cli
