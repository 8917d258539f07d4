#include "execute/retry.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <random>

namespace runner {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_backoff = 100ms;
constexpr std::chrono::milliseconds longest_backoff = 5s;

} // namespace

bool is_answer(const Error& error, const pg::Connection& connection) {
    return error.kind() == ErrorKind::statement && connection.usable();
}

bool is_worth_retrying(const Error& error) {
    // lock_not_available, deadlock_detected, serialization_failure
    constexpr std::array<std::string_view, 3> states = {"55P03", "40P01", "40001"};
    return error.kind() == ErrorKind::statement && error.server() &&
           std::find(states.begin(), states.end(), error.server()->sqlstate) != states.end();
}

std::chrono::milliseconds backoff(int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    const auto longest = std::min(longest_backoff, first_backoff * (1 << std::min(attempt, 6)));
    return std::chrono::milliseconds(
        std::uniform_int_distribution<long>(longest.count() / 2, longest.count())(random)
    );
}

Error given_up(const Error& last, int attempts, std::chrono::milliseconds lock_timeout) {
    if (last.server()->sqlstate != "55P03") {
        return last;
    }
    Error error(ErrorKind::lock, last.what(), *last.server());
    if (last.location()) {
        error.locate(*last.location());
    }
    error.name_blockers(last.blockers());
    error.say_advice(fmt::format(
        "{} attempts of {} ms each were not enough: end what holds the lock, or raise "
        "--lock-timeout or --lock-retries",
        attempts,
        lock_timeout.count()
    ));
    return error;
}

} // namespace runner
