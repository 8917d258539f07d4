#include "pg/lock_holder.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <unistd.h>

namespace runner::pg {
namespace {

using namespace std::chrono_literals;

// A runner at work is idle for moments only, or while it waits for its next attempt.
constexpr std::chrono::seconds longest_pause = 10s;

std::string end_it(int pid) {
    return fmt::format("select pg_terminate_backend({})", pid);
}

} // namespace

std::string sentence(const LockHolder& holder) {
    auto text = fmt::format(
        "{} (pid {}), connected for {} s",
        holder.application.empty() ? "a session" : holder.application,
        holder.pid,
        holder.connected.count()
    );
    if (!holder.state.empty()) {
        text += fmt::format(", {} for {} s", holder.state, holder.in_state.count());
    }
    if (!holder.query.empty()) {
        text += ": " + holder.query;
    }
    return text;
}

std::string advice(const LockHolder& holder) {
    if (holder.process_gone && holder.state == "active") {
        return fmt::format(
            "an earlier run's backend {} is still executing: wait for it, or end it with: {}",
            holder.pid,
            end_it(holder.pid)
        );
    }
    if (holder.state == "idle" && holder.in_state >= longest_pause) {
        return fmt::format(
            "session {} has been idle for {} s, as one that a connection pool has kept: when no "
            "runner is at work, end it with: {}",
            holder.pid,
            holder.in_state.count(),
            end_it(holder.pid)
        );
    }
    return "try again, or wait longer with --lock-wait";
}

bool has_ended(const std::string& application) {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) {
        return false;
    }
    const auto name = "runner/" + std::string(host.data()) + "/";
    if (!application.starts_with(name)) {
        return false;
    }
    pid_t process = 0;
    const auto* end = application.data() + application.size();
    const auto read = std::from_chars(application.data() + name.size(), end, process);
    return read.ec == std::errc() && read.ptr == end && process > 0 && kill(process, 0) != 0 &&
           errno == ESRCH;
}

} // namespace runner::pg
