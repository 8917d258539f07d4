// Where the messages of PostgreSQL's protocol end, on one side of a connection.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace runner::faults {

enum class Side { client, server };

/// A message is a byte that says its type, a length that counts itself, and the rest. What a client
/// says before it is let in has no type; the server answers a wish for encryption with one byte,
/// and when that grants it, nothing that follows can be read.
class Framing {
public:
    explicit Framing(Side side) : untyped_(side == Side::client) {}

    /// Reads on until the data ends or `limit` messages are complete; returns the bytes it took.
    std::size_t advance(std::string_view data, std::uint64_t limit);

    [[nodiscard]] std::uint64_t messages() const { return messages_; }

    /// Client: whether it has asked for encryption since the last call.
    bool takes_request() { return std::exchange(asked_, false); }

    /// Server: the next byte answers a wish for encryption.
    void expect_answer() { answers_ = true; }

    /// Server: whether it has granted one. Client: it was granted one.
    [[nodiscard]] bool is_opaque() const { return opaque_; }

    void become_opaque() { opaque_ = true; }

private:
    void take(char byte);
    void read_header();

    std::array<unsigned char, 8> header_{};
    std::size_t header_length_ = 0;
    std::uint64_t body_left_ = 0;
    std::uint64_t messages_ = 0;
    bool untyped_;
    bool asked_ = false;
    bool answers_ = false;
    bool opaque_ = false;
};

} // namespace runner::faults
