// Small parts of every wait in this room.
#pragma once

#include <runner/interrupt.hpp>

#include <chrono>
#include <string>

namespace runner::pg {

/// For ROLLBACK, and for a COMMIT during which an interrupt came: together with what comes before
/// and after it, the documented second from signal to exit.
inline constexpr std::chrono::milliseconds end_patience{900};

/// For poll(): -1, for ever, when there is no such time.
[[nodiscard]] int milliseconds_until(std::chrono::steady_clock::time_point when);

/// Waits; throws Error{interrupted}. `interrupt` may be null.
void sleep(std::chrono::milliseconds time, Interrupt* interrupt);

/// The same, but an interrupt only ends it.
void pause(std::chrono::milliseconds time, const Interrupt* interrupt);

/// For whoever asks again and again: with jitter, so that replicas that started together do not ask
/// together.
[[nodiscard]] std::chrono::milliseconds pause_before_asking_again();

[[noreturn]] void throw_interrupted();

/// libpq ends its messages with a line feed.
[[nodiscard]] std::string trimmed(std::string text);

} // namespace runner::pg
