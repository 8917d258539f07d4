// How a signal handler tells the library to stop.
#pragma once

#include <atomic>

namespace runner {

/// Raised by the caller, looked at by everything that waits: the running statement is cancelled,
/// its transaction rolled back, the lock released, and Error{interrupted} thrown. A COMMIT that is
/// under way is never cancelled.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Safe in a signal handler. `signal` is kept for signal(); the second call means "at once".
    void raise(int signal) noexcept;

    [[nodiscard]] bool raised() const noexcept { return times_.load() > 0; }

    [[nodiscard]] bool raised_twice() const noexcept { return times_.load() > 1; }

    [[nodiscard]] int signal() const noexcept { return signal_.load(); }

    /// Readable from the first raise() on, for poll().
    [[nodiscard]] int descriptor() const noexcept { return read_end_; }

private:
    std::atomic<int> times_{0};
    std::atomic<int> signal_{0};
    int read_end_ = -1;
    int write_end_ = -1;
};

} // namespace runner
