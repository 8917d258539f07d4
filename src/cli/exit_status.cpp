// No `default`: the compiler finds this file when a kind is added.
#include "cli/exit_status.hpp"

#include <csignal>

namespace runner::cli {

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
