// One client and the server it speaks with.
#pragma once

#include "flow.hpp"

#include <array>
#include <optional>
#include <vector>

namespace runner::faults {

/// Owns both sockets.
class Relay {
public:
    /// `number` counts the connections from 1.
    Relay(int client, int server, std::uint64_t number, const Settings& settings);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    [[nodiscard]] std::uint64_t number() const { return number_; }

    [[nodiscard]] int descriptor(Side side) const { return sockets_[index(side)]; }

    /// What to ask poll() for; -1 in place of a descriptor is a side nobody waits for.
    [[nodiscard]] short events(Side side, Clock::time_point now) const;
    [[nodiscard]] std::optional<Clock::time_point> due(Clock::time_point now) const;

    /// Passes on what it can. `readable` says which sides poll() found something at.
    void work(std::array<bool, 2> readable, Clock::time_point now);

    /// Both sides have said everything, or were cut off.
    [[nodiscard]] bool is_over() const { return over_; }

    [[nodiscard]] bool is_stalled() const { return stalled_; }

    /// How many faults have happened to it.
    [[nodiscard]] std::uint64_t faults() const { return faults_; }

    [[nodiscard]] const Counts& counts(Side side) const { return flows_[index(side)].counts(); }

    [[nodiscard]] std::uint64_t turnarounds() const { return turnarounds_; }

private:
    static std::size_t index(Side side) { return side == Side::client ? 0 : 1; }

    void read(std::size_t from, Clock::time_point now);
    void pass_end(std::size_t from);
    void happen(std::size_t from, Fault::Kind kind);
    void close_both();

    std::uint64_t number_;
    std::chrono::microseconds delay_;
    std::array<int, 2> sockets_;
    std::array<Flow, 2> flows_{Flow(Side::client), Flow(Side::server)};
    std::array<bool, 2> end_passed_{};
    std::array<bool, 2> happened_{};
    bool client_spoke_ = false;
    bool over_ = false;
    bool stalled_ = false;
    std::uint64_t turnarounds_ = 0;
    std::uint64_t faults_ = 0;
};

} // namespace runner::faults
