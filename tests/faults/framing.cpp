#include "framing.hpp"

#include <algorithm>

namespace runner::faults {

namespace {

constexpr std::uint32_t ssl_request = 80877103;
constexpr std::uint32_t gss_request = 80877104;

std::uint32_t number_at(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
           std::uint32_t{bytes[2]} << 8U | std::uint32_t{bytes[3]};
}

} // namespace

std::size_t Framing::advance(std::string_view data, std::uint64_t limit) {
    std::size_t taken = 0;
    while (taken < data.size() && messages_ < limit) {
        if (opaque_) {
            return data.size();
        }
        if (body_left_ > 0) {
            const auto part = std::min<std::uint64_t>(body_left_, data.size() - taken);
            taken += part;
            body_left_ -= part;
            messages_ += body_left_ == 0 ? 1 : 0;
        } else {
            take(data[taken++]);
        }
    }
    return taken;
}

void Framing::take(char byte) {
    if (answers_) {
        answers_ = false;
        opaque_ = byte == 'S' || byte == 'G';
        ++messages_;
        return;
    }
    header_[header_length_++] = static_cast<unsigned char>(byte);
    const std::size_t whole = untyped_ ? 8 : 5;
    if (header_length_ == whole) {
        header_length_ = 0;
        read_header();
    }
}

// Without a type: length and code. With one: type and length, which does not count the type.
void Framing::read_header() {
    const std::uint64_t length = number_at(untyped_ ? header_.data() : header_.data() + 1);
    const std::uint64_t counted = untyped_ ? 8 : 4;
    if (untyped_) {
        const auto code = number_at(header_.data() + 4);
        asked_ = code == ssl_request || code == gss_request;
        untyped_ = asked_;
    }
    body_left_ = length > counted ? length - counted : 0;
    messages_ += body_left_ == 0 ? 1 : 0;
}

} // namespace runner::faults
