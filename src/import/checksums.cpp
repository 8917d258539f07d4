#include "import/checksums.hpp"

#include "import/conversion.hpp"
#include "import/text_changes.hpp"

#include <spdlog/fmt/fmt.h>

#include <bit>
#include <charconv>
#include <string>

namespace runner::foreign {
namespace {

/// SipHash-1-3 with a key of zeros.
class SipHash {
public:
    [[nodiscard]] std::uint64_t of(std::string_view bytes) {
        constexpr std::size_t word = 8;
        constexpr unsigned length_at = 56;
        std::size_t at = 0;
        for (; at + word <= bytes.size(); at += word) {
            compress(little_endian(bytes.substr(at, word)));
        }
        compress(little_endian(bytes.substr(at)) | (std::uint64_t{bytes.size()} << length_at));
        constexpr std::uint64_t end_mark = 0xFF;
        v2_ ^= end_mark;
        for (int round = 0; round < 3; ++round) {
            mix();
        }
        return v0_ ^ v1_ ^ v2_ ^ v3_;
    }

private:
    static std::uint64_t little_endian(std::string_view bytes) {
        std::uint64_t value = 0;
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
            value = (value << 8U) | static_cast<unsigned char>(*byte);
        }
        return value;
    }

    void compress(std::uint64_t word) {
        v3_ ^= word;
        mix();
        v0_ ^= word;
    }

    void mix() {
        v0_ += v1_;
        v1_ = std::rotl(v1_, 13) ^ v0_;
        v0_ = std::rotl(v0_, 32);
        v2_ += v3_;
        v3_ = std::rotl(v3_, 16) ^ v2_;
        v0_ += v3_;
        v3_ = std::rotl(v3_, 21) ^ v0_;
        v2_ += v1_;
        v1_ = std::rotl(v1_, 17) ^ v2_;
        v2_ = std::rotl(v2_, 32);
    }

    // "somepseudorandomlygeneratedbytes"
    std::uint64_t v0_ = 0x736f6d6570736575;
    std::uint64_t v1_ = 0x646f72616e646f6d;
    std::uint64_t v2_ = 0x6c7967656e657261;
    std::uint64_t v3_ = 0x7465646279746573;
};

} // namespace

std::int32_t crc32_of_lines(std::string_view text) {
    constexpr std::uint32_t polynomial = 0xEDB88320U;
    constexpr int bits = 8;
    auto sum = ~std::uint32_t{0};
    for (const auto& line : lines_of(text)) {
        for (const char c : line.text) {
            sum ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < bits; ++bit) {
                sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? polynomial : 0U);
            }
        }
    }
    return static_cast<std::int32_t>(~sum);
}

std::uint64_t refinery_hash(
    std::string_view name, std::string_view version, std::string_view text, std::size_t bytes
) {
    constexpr char end_of_text = '\xFF'; // Rust puts it behind each string it hashes
    std::uint64_t number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    auto all = std::string(name) + end_of_text;
    for (std::size_t at = 0; at < bytes; ++at) {
        all += static_cast<char>(number >> (8U * at) & 0xFFU);
    }
    all += text;
    all += end_of_text;
    return SipHash().of(all);
}

Complaint edited_since(std::string_view tool, const std::filesystem::path& file) {
    return remark(
        fmt::format(
            "was edited since {} applied it: its checksum there is another one. What is written "
            "into the history is the file as it is now",
            tool
        ),
        file
    );
}

} // namespace runner::foreign
