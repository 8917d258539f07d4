// Says whom a statement waits for, while it waits.
//
// A second connection asks, opened when a statement is silent for the first time. It is a
// convenience: it never fails the run, and an interrupt ends a look at once.
#pragma once

#include "pg/connection.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <optional>
#include <vector>

namespace runner {

class LockWatch {
public:
    /// All of them outlive the watch, which takes the connection's on_long_wait() for itself.
    LockWatch(pg::Connection& work, Observer& observer, const Options& options);
    ~LockWatch();
    LockWatch(const LockWatch&) = delete;
    LockWatch& operator=(const LockWatch&) = delete;

    /// From here on the connection works on `step`, which outlives that. Again for the next attempt
    /// at it.
    void begin(const Step& step);
    /// It no longer does; the second connection is closed, since ALTER DATABASE and its kin refuse
    /// to work while there is one.
    void end() noexcept;

    /// The session to look for; needed behind a pooler, where the connection does not know it. 0:
    /// nobody knows, and nobody is looked for.
    void watch_session(int pid) noexcept { pid_ = pid; }

    /// An error about a lock that was not to be had in time is told who was seen in the way.
    void name_blockers(Error& error) const;

private:
    void start_over() noexcept;
    void look(std::chrono::milliseconds so_far);
    /// Empty when nobody can be asked.
    [[nodiscard]] std::optional<std::vector<Blocker>> blockers();
    void tell(std::chrono::milliseconds so_far, std::vector<Blocker> found);

    pg::Connection& work_;
    Observer& observer_;
    const Options& options_;
    int pid_;
    const Step* step_ = nullptr;
    std::optional<pg::Connection> second_;
    bool failed_ = false; // the second connection: told once, not tried again
    std::vector<Blocker> seen_;
    std::vector<Blocker> told_;
    std::chrono::milliseconds last_wait_{0};
    std::chrono::milliseconds last_tick_{0};
};

} // namespace runner
