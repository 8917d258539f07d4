// What the shell learns.
#pragma once

#include <runner/error.hpp>

#include <string_view>

namespace runner::cli {

enum ExitStatus : int {
    exit_done = 0,
    exit_failed = 1, ///< also: declined, and bugs
    exit_usage = 2,
    exit_connection = 3,
    exit_lock = 4,
    exit_pending = 5,
    exit_disagreement = 6,
    exit_partial = 7,
    exit_finding = 8,
};

/// `signal`: the one that interrupted, 0 when there was none.
[[nodiscard]] int exit_status(ErrorKind kind, int signal) noexcept;

/// As JSON spells it.
[[nodiscard]] std::string_view kind_name(ErrorKind kind) noexcept;

} // namespace runner::cli
