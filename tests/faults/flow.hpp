// One direction of a connection: bytes that were read from one side and wait for the other.
#pragma once

#include "framing.hpp"
#include "settings.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace runner::faults {

using Clock = std::chrono::steady_clock;

struct Counts {
    std::uint64_t bytes = 0;
    std::uint64_t messages = 0;
};

/// Takes what was read, up to the fault that is set, and gives it away once it is due.
class Flow {
public:
    explicit Flow(Side side) : framing_(side) {}

    /// At most one fault a direction.
    void set(const Fault& fault) { fault_ = fault; }

    /// Reads what is there; false when there was nothing.
    bool read_from(int descriptor, Clock::time_point due);
    /// Writes what is due.
    void write_to(int descriptor, Clock::time_point now);

    [[nodiscard]] bool wants_to_read() const { return !ended_ && !at_fault() && waiting_ < limit; }

    [[nodiscard]] bool is_empty() const { return chunks_.empty(); }

    /// When the next byte may be written.
    [[nodiscard]] std::optional<Clock::time_point> due() const;

    [[nodiscard]] bool has_ended() const { return ended_; }

    /// Whether everything before the fault has been taken.
    [[nodiscard]] bool at_fault() const { return fault_ && left_before_fault() == 0; }

    [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

    [[nodiscard]] const Counts& counts() const { return counts_; }

    Framing& framing() { return framing_; }

    /// Nothing more will come, and nothing more can be written.
    void give_up();

private:
    struct Chunk {
        Clock::time_point due;
        std::string bytes;
        std::size_t written = 0;
    };

    /// What may wait here while the other side is slow, or the delay is long.
    static constexpr std::size_t limit = std::size_t{64} << 20U;

    [[nodiscard]] std::uint64_t left_before_fault() const;
    std::string_view before_fault(std::string_view bytes);

    Framing framing_;
    std::optional<Fault> fault_;
    std::deque<Chunk> chunks_;
    std::size_t waiting_ = 0;
    Counts counts_;
    bool ended_ = false;
};

} // namespace runner::faults
