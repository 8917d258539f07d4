#include <runner/progress.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

std::string age(std::chrono::milliseconds time) {
    using namespace std::chrono;
    if (time < 1s) {
        return fmt::format("{} ms", time.count());
    }
    if (time < minutes(2)) {
        return fmt::format("{} s", duration_cast<seconds>(time).count());
    }
    if (time < hours(2)) {
        return fmt::format("{} min", duration_cast<minutes>(time).count());
    }
    return fmt::format("{} h", duration_cast<hours>(time).count());
}

} // namespace

std::string summary(const Blocker& blocker) {
    auto text = fmt::format("pid {}", blocker.pid);
    if (blocker.pid == 0) {
        text = "the prepared transaction " + blocker.application;
        text += blocker.user.empty() ? "" : " (" + blocker.user + ")";
    } else if (!blocker.application.empty() && !blocker.user.empty()) {
        text += fmt::format(" ({}, {})", blocker.application, blocker.user);
    } else if (!blocker.application.empty() || !blocker.user.empty()) {
        text += fmt::format(" ({}{})", blocker.application, blocker.user);
    }
    text += blocker.lock.empty() ? "" : " " + blocker.lock;
    text += blocker.state.empty() ? "" : ", " + blocker.state;
    if (blocker.since) {
        text += (blocker.state.empty() ? ", for " : " for ") + age(*blocker.since);
    }
    return text;
}

} // namespace runner
