// When a step that failed is worth another try, and when to make it.
#pragma once

#include "pg/connection.hpp"

#include <runner/error.hpp>

#include <chrono>

namespace runner {

/// An error of the server, which the session survived.
[[nodiscard]] bool is_answer(const Error& error, const pg::Connection& connection);

/// A lock that was not to be had in time, a deadlock, a serialization failure.
[[nodiscard]] bool is_worth_retrying(const Error& error);

/// After attempt number `attempt`, from 1: grows, with jitter, up to seconds.
[[nodiscard]] std::chrono::milliseconds backoff(int attempt);

/// The error that ends the attempts.
[[nodiscard]] Error
given_up(const Error& last, int attempts, std::chrono::milliseconds lock_timeout);

} // namespace runner
