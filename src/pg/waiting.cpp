#include "pg/waiting.hpp"

#include <runner/error.hpp>

#include <climits>

#include <algorithm>
#include <poll.h>
#include <random>

namespace runner::pg {

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point when) {
    if (when == Clock::time_point::max()) {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

void sleep(std::chrono::milliseconds time, Interrupt* interrupt) {
    const auto until = Clock::now() + time;
    do {
        if (interrupt != nullptr && interrupt->raised()) {
            throw_interrupted();
        }
        pollfd watched{interrupt == nullptr ? -1 : interrupt->descriptor(), POLLIN, 0};
        ::poll(&watched, 1, milliseconds_until(until));
    } while (Clock::now() < until);
}

void pause(std::chrono::milliseconds time, const Interrupt* interrupt) {
    const bool raised = interrupt != nullptr && interrupt->raised();
    pollfd watched{interrupt == nullptr || raised ? -1 : interrupt->descriptor(), POLLIN, 0};
    ::poll(&watched, 1, static_cast<int>(time.count()));
}

std::chrono::milliseconds pause_before_asking_again() {
    static thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds(std::uniform_int_distribution<int>(50, 250)(random));
}

void throw_interrupted() {
    throw Error(ErrorKind::interrupted, "interrupted");
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    return text;
}

} // namespace runner::pg
