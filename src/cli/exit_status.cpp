// No `default`: the compiler finds this file when a kind is added.
#include "cli/exit_status.hpp"

#include <csignal>

namespace runner::cli {
namespace {

constexpr ExitCode codes[] = {
    {"0", "done, or nothing to do"},
    {"1", "a migration or seed failed and was rolled back, or you declined"},
    {"2", "usage or configuration"},
    {"3", "cannot connect"},
    {"4", "a lock or wait limit was reached"},
    {"5", "work is pending (status --exit-code, current --check-head)"},
    {"6", "files and history disagree, or a file is malformed"},
    {"7", "a non-transactional migration stopped half way, or an outcome is unknown"},
    {"8", "a finding: check, drift, seed --prove, dump"},
    {"130, 143", "stopped by SIGINT, SIGTERM after a clean rollback"},
};

} // namespace

std::span<const ExitCode> exit_codes() {
    return codes;
}

int exit_status(ErrorKind kind, int signal) noexcept {
    switch (kind) {
    case ErrorKind::statement:
        return exit_failed;
    case ErrorKind::usage:
        return exit_usage;
    case ErrorKind::connection:
        return exit_connection;
    case ErrorKind::lock:
        return exit_lock;
    case ErrorKind::source:
    case ErrorKind::history:
        return exit_disagreement;
    case ErrorKind::partial:
    case ErrorKind::in_doubt:
        return exit_partial;
    case ErrorKind::finding:
        return exit_finding;
    case ErrorKind::interrupted:
        return 128 + (signal == 0 ? SIGINT : signal);
    }
    return exit_failed;
}

std::string_view kind_name(ErrorKind kind) noexcept {
    switch (kind) {
    case ErrorKind::statement:
        return "statement";
    case ErrorKind::usage:
        return "usage";
    case ErrorKind::connection:
        return "connection";
    case ErrorKind::lock:
        return "lock";
    case ErrorKind::source:
        return "source";
    case ErrorKind::history:
        return "history";
    case ErrorKind::partial:
        return "partial";
    case ErrorKind::in_doubt:
        return "in_doubt";
    case ErrorKind::finding:
        return "finding";
    case ErrorKind::interrupted:
        return "interrupted";
    }
    return "unknown";
}

} // namespace runner::cli
