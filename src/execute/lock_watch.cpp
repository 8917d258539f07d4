#include "execute/lock_watch.hpp"

#include "pg/blockers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace runner {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds patience = 1s;
constexpr std::chrono::milliseconds shortest_interval = 50ms;

/// A wait for a lock that ends after 200 ms is to be seen, too.
std::chrono::milliseconds interval(std::chrono::milliseconds lock_timeout) {
    return lock_timeout == 0ms ? patience
                               : std::clamp(lock_timeout / 2, shortest_interval, patience);
}

/// Ages and states change all the time.
bool same_sessions(const std::vector<Blocker>& one, const std::vector<Blocker>& other) {
    return std::equal(
        one.begin(),
        one.end(),
        other.begin(),
        other.end(),
        [](const Blocker& left, const Blocker& right) {
            return left.pid == right.pid && left.blocks == right.blocks;
        }
    );
}

} // namespace

LockWatch::LockWatch(pg::Connection& work, Observer& observer, const Options& options)
    : work_(work), observer_(observer), options_(options), pid_(work.backend_pid()) {}

LockWatch::~LockWatch() {
    work_.on_long_wait({});
}

void LockWatch::begin(const Step& step) {
    step_ = &step;
    seen_.clear();
    start_over();
    work_.on_long_wait(
        [this](auto so_far) { look(so_far); },
        interval(step.script.header.lock_timeout.value_or(options_.lock_timeout))
    );
}

void LockWatch::end() noexcept {
    work_.on_long_wait({});
    step_ = nullptr;
    second_.reset();
}

void LockWatch::name_blockers(Error& error) const {
    if (error.server() && error.server()->sqlstate == "55P03") {
        error.name_blockers(seen_);
    }
}

void LockWatch::start_over() noexcept {
    told_.clear();
    last_wait_ = last_tick_ = 0ms;
}

void LockWatch::look(std::chrono::milliseconds so_far) {
    if (so_far < last_wait_) {
        start_over(); // the answer came, and this is the wait for another one
    }
    last_wait_ = so_far;
    auto found = blockers();
    if (found && !found->empty()) {
        seen_ = *found;
    }
    if (so_far < last_tick_ + 1s) {
        return;
    }
    last_tick_ = so_far;
    if (found) {
        tell(so_far, std::move(*found));
    }
    observer_.waited(*step_, so_far);
}

void LockWatch::tell(std::chrono::milliseconds so_far, std::vector<Blocker> found) {
    if (!same_sessions(found, told_)) {
        observer_.blocked(*step_, so_far, found);
    }
    told_ = std::move(found);
}

std::optional<std::vector<Blocker>> LockWatch::blockers() {
    if (failed_ || pid_ == 0) {
        return std::nullopt;
    }
    try {
        if (!second_) {
            auto there = work_.same_server();
            there.set("connect_timeout", "1");
            second_.emplace(there, options_.interrupt);
            second_->answer_within(patience);
        }
        return pg::blockers_of(*second_, pid_);
    } catch (const Error& error) {
        second_.reset();
        if (error.kind() != ErrorKind::interrupted) {
            failed_ = true;
            observer_.remark(
                std::string("who holds a lock cannot be said: a second connection failed: ") +
                error.what()
            );
        }
        return std::nullopt;
    }
}

} // namespace runner
