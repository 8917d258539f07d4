#include "flow.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <sys/socket.h>
#include <utility>

namespace runner::faults {

namespace {

constexpr std::size_t chunk_size = 65536;

bool may_work_later() {
    return errno == EAGAIN || errno == EINTR;
}

} // namespace

bool Flow::read_from(int descriptor, Clock::time_point due) {
    static std::array<char, chunk_size> buffer;
    const auto length = recv(descriptor, buffer.data(), buffer.size(), 0);
    if (length <= 0) {
        ended_ = length == 0 || !may_work_later();
        return false;
    }
    const auto bytes = before_fault({buffer.data(), static_cast<std::size_t>(length)});
    counts_.bytes += bytes.size();
    counts_.messages = framing_.messages();
    waiting_ += bytes.size();
    chunks_.push_back({due, std::string(bytes)});
    return true;
}

void Flow::write_to(int descriptor, Clock::time_point now) {
    while (!chunks_.empty() && chunks_.front().due <= now) {
        auto& [due, bytes, written] = chunks_.front();
        const auto length =
            send(descriptor, bytes.data() + written, bytes.size() - written, MSG_NOSIGNAL);
        if (length < 0) {
            if (!may_work_later()) {
                give_up();
            }
            return;
        }
        written += static_cast<std::size_t>(length);
        if (written < bytes.size()) {
            return;
        }
        waiting_ -= bytes.size();
        chunks_.pop_front();
    }
}

std::optional<Clock::time_point> Flow::due() const {
    return chunks_.empty() ? std::nullopt : std::optional(chunks_.front().due);
}

void Flow::give_up() {
    chunks_.clear();
    waiting_ = 0;
    ended_ = true;
}

std::uint64_t Flow::left_before_fault() const {
    const auto passed = fault_->unit == Fault::Unit::bytes ? counts_.bytes : framing_.messages();
    return fault_->position > passed ? fault_->position - passed : 0;
}

std::string_view Flow::before_fault(std::string_view bytes) {
    constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();
    if (fault_ && fault_->unit == Fault::Unit::messages) {
        return bytes.substr(0, framing_.advance(bytes, fault_->position));
    }
    if (fault_) {
        bytes = bytes.substr(0, left_before_fault());
    }
    framing_.advance(bytes, no_limit);
    return bytes;
}

} // namespace runner::faults
