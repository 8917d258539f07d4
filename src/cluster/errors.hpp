// The errors of this room that are put together from two parts.
#pragma once

#include <runner/error.hpp>

#include <cerrno>
#include <string>
#include <system_error>

namespace runner::cluster {

/// "cannot ACTION: Permission denied", from errno.
[[nodiscard]] inline Error system_error(ErrorKind kind, const std::string& action) {
    const std::string reason = std::generic_category().message(errno);
    return {kind, "cannot " + action + ": " + reason};
}

[[nodiscard]] inline Error usage_error(const std::string& message, const std::string& advice) {
    Error error(ErrorKind::usage, message);
    error.say_advice(advice);
    return error;
}

} // namespace runner::cluster
