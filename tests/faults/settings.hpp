// What the proxy was told to do.
#pragma once

#include "framing.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace runner::faults {

/// What happens to a connection, once so much of one side has been passed on to the other.
struct Fault {
    enum class Kind {
        cut,        ///< both sides see the connection closed
        reset,      ///< both sides see it reset
        half_close, ///< the other side sees the end of this one, and can go on speaking
        stall,      ///< nothing passes any more, either way, and nobody is told
    };
    enum class Unit { bytes, messages };

    Kind kind = Kind::cut;
    Side side = Side::client;
    Unit unit = Unit::bytes;
    std::uint64_t position = 0;
    std::uint64_t connection = 1; ///< counted from 1; 0 is every one
};

struct Settings {
    std::string server; ///< port on 127.0.0.1, or path of a unix socket
    std::uint16_t port = 0;
    std::chrono::microseconds delay{0}; ///< each way
    std::vector<Fault> faults;
    bool away = false;    ///< after the first fault nobody is let in any more
    bool guarded = false; ///< ends when standard input does
};

/// Throws std::invalid_argument.
Settings settings_from(const std::vector<std::string>& words);

extern const char* const usage;

} // namespace runner::faults
