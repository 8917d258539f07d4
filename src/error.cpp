#include <runner/error.hpp>

#include <cassert>
#include <utility>

namespace runner {

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(message), kind_(kind) {}

Error::Error(ErrorKind kind, const std::string& message, Location location)
    : std::runtime_error(message), kind_(kind), location_(std::move(location)) {}

Error::Error(ErrorKind kind, const std::string& message, ServerMessage server)
    : std::runtime_error(message), kind_(kind), server_(std::move(server)) {}

Error::Error(ErrorKind kind, std::vector<Complaint> complaints)
    : std::runtime_error(complaints.empty() ? std::string() : complaints.front().message),
      kind_(kind),
      complaints_(std::move(complaints)) {
    assert(!complaints_.empty());
    if (complaints_.size() == 1) {
        location_ = complaints_.front().location;
        complaints_.clear();
    }
}

std::vector<Complaint> Error::every_complaint() const {
    return complaints_.empty() ? std::vector<Complaint>{{what(), location_}} : complaints_;
}

void Error::locate(Location location) {
    if (!location_) {
        location_ = std::move(location);
    }
}

void Error::say_state(std::string state) {
    if (state_.empty()) {
        state_ = std::move(state);
    }
}

void Error::say_advice(std::string advice) {
    if (advice_.empty()) {
        advice_ = std::move(advice);
    }
}

void Error::name_blockers(std::vector<Blocker> blockers) {
    if (blockers_.empty()) {
        blockers_ = std::move(blockers);
    }
}

} // namespace runner
