#include "scanned_token.hpp"

#include <pg_query.h>

namespace runner::fuzz {
namespace {

/// Reads the few kinds of fields that pg_query_scan() writes, in the encoding of Protocol Buffers.
/// The library for that would be a dependency for forty lines.
class FieldReader {
public:
    explicit FieldReader(std::string_view bytes) noexcept : bytes_(bytes) {}

    /// False at the end.
    bool next() {
        if (bytes_.empty()) {
            return false;
        }
        const auto key = varint();
        number = key >> 3U;
        value = varint();
        if ((key & 7U) == length_delimited) {
            content = bytes_.substr(0, value);
            bytes_.remove_prefix(content.size());
        }
        return true;
    }

    std::uint64_t number = 0;
    std::uint64_t value = 0;
    std::string_view content;

private:
    static constexpr std::uint64_t length_delimited = 2;

    std::uint64_t varint() {
        std::uint64_t result = 0;
        for (unsigned shift = 0; !bytes_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes_.front());
            bytes_.remove_prefix(1);
            result |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80U) {
                break;
            }
        }
        return result;
    }

    std::string_view bytes_;
};

ScannedToken token_from(std::string_view message) {
    std::size_t begin = 0;
    std::size_t end = 0;
    ScannedToken token;
    for (FieldReader field(message); field.next();) {
        switch (field.number) {
        case 1:
            begin = field.value;
            break;
        case 2:
            end = field.value;
            break;
        case 4:
            token.number = field.value;
            break;
        default:
            break;
        }
    }
    token.span = {begin, end - begin};
    return token;
}

} // namespace

std::vector<ScannedToken> scan(const std::string& text, std::string& refusal) {
    const auto result = pg_query_scan(text.c_str());
    std::vector<ScannedToken> tokens;
    if (result.error != nullptr) {
        refusal = result.error->message;
    } else {
        for (FieldReader field({result.pbuf.data, result.pbuf.len}); field.next();) {
            if (field.number == 2) {
                tokens.push_back(token_from(field.content));
            }
        }
    }
    pg_query_free_scan_result(result);
    return tokens;
}

} // namespace runner::fuzz
