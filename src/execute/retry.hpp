// When and how often a transaction is tried again.
#pragma once

#include <runner/error.hpp>
#include <runner/options.hpp>

#include <chrono>

namespace runner {

/// A lock was not to be had in time, a deadlock, a serialization failure: another try may well
/// succeed.
[[nodiscard]] bool is_worth_retrying(const Error& error);

/// Before attempt number `attempt` + 1; grows, with jitter.
[[nodiscard]] std::chrono::milliseconds pause_behind(int attempt);

/// What to throw behind the last attempt: Error{lock} when it was a lock.
[[nodiscard]] Error given_up(const Error& error, int attempts, const Options& options);

} // namespace runner
