// What the shell learns.
#pragma once

#include <runner/error.hpp>

#include <span>
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

/// One line of the help.
struct ExitCode {
    std::string_view code; ///< "0"; "130, 143"
    std::string_view meaning;
};

[[nodiscard]] std::span<const ExitCode> exit_codes();

/// As JSON spells it.
[[nodiscard]] std::string_view kind_name(ErrorKind kind) noexcept;

} // namespace runner::cli
