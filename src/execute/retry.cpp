#include "execute/retry.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

namespace runner {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause = 100ms;
constexpr std::chrono::milliseconds longest_pause = 5s;

} // namespace

bool is_worth_retrying(const Error& error) {
    constexpr std::array<std::string_view, 3> states = {"55P03", "40P01", "40001"};
    return error.kind() == ErrorKind::statement && error.server() &&
           std::find(states.begin(), states.end(), error.server()->sqlstate) != states.end();
}

std::chrono::milliseconds pause_behind(int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    const auto longest = std::min(longest_pause, first_pause * (1 << std::min(attempt, 6)));
    return std::chrono::milliseconds(
        std::uniform_int_distribution<long>(longest.count() / 2, longest.count())(random)
    );
}

Error given_up(const Error& error, int attempts, const Options& options) {
    if (!error.server() || error.server()->sqlstate != "55P03") {
        return error;
    }
    Error result(ErrorKind::lock, error.what(), *error.server());
    if (error.location()) {
        result.locate(*error.location());
    }
    result.say_advice(fmt::format(
        "{} attempts of {} ms each were not enough: end what holds the lock, or raise "
        "--lock-timeout or --lock-retries",
        attempts,
        options.lock_timeout.count()
    ));
    return result;
}

} // namespace runner
