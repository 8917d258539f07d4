// Errors of whoever called the program, complete with what to do.
#pragma once

#include <runner/error.hpp>

#include <string>

namespace runner::cli {

[[nodiscard]] inline Error usage_error(const std::string& message, const std::string& advice) {
    Error error(ErrorKind::usage, message);
    error.say_advice(advice);
    return error;
}

/// For a refusal in front of anything that could have been changed.
[[nodiscard]] inline Error refusal(ErrorKind kind, const std::string& message) {
    Error error(kind, message);
    error.say_state("nothing was done");
    return error;
}

} // namespace runner::cli
