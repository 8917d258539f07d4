// When a step that failed is worth another try, and when to make it.
#pragma once

#include <runner/error.hpp>

#include <chrono>

namespace runner {

/// A lock that was not to be had in time, a deadlock, a serialization failure.
[[nodiscard]] bool is_worth_retrying(const Error& error);

/// After attempt number `attempt`, from 1: grows, with jitter, up to seconds.
[[nodiscard]] std::chrono::milliseconds backoff(int attempt);

/// The error that ends the attempts.
[[nodiscard]] Error
given_up(const Error& last, int attempts, std::chrono::milliseconds lock_timeout);

} // namespace runner
