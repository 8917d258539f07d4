// Out-of-line parts of the vocabulary: versions as numbers, positions in a text.
#include <runner/migration.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace runner {
namespace {

constexpr std::string_view algorithm = "xxh3-128:";
// Enough to recognise a line, short enough for a terminal; generated SQL has lines of megabytes.
constexpr std::size_t shown_line_bytes = 240;

bool continues_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::size_t characters(std::string_view text) noexcept {
    return text.size() -
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

} // namespace

std::optional<Version> Version::from(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::all_of(text.begin(), text.end(), digit)) {
        return std::nullopt;
    }
    const auto first = std::min(text.find_first_not_of('0'), text.size() - 1);
    return Version{std::string(text.substr(first))};
}

std::strong_ordering Version::operator<=>(const Version& other) const noexcept {
    if (const auto by_width = digits.size() <=> other.digits.size(); by_width != 0) {
        return by_width;
    }
    return digits.compare(other.digits) <=> 0;
}

std::string Checksum::text() const {
    return fmt::format("{}{:016x}{:016x}", algorithm, high, low);
}

std::optional<Checksum> Checksum::from(std::string_view text) {
    if (text.size() != algorithm.size() + 32 || text.substr(0, algorithm.size()) != algorithm) {
        return std::nullopt;
    }
    Checksum result;
    const auto* digits = text.data() + algorithm.size();
    const auto high = std::from_chars(digits, digits + 16, result.high, 16);
    const auto low = std::from_chars(digits + 16, digits + 32, result.low, 16);
    if (high.ptr != digits + 16 || low.ptr != digits + 32) {
        return std::nullopt;
    }
    return result;
}

Text::Text(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    bytes_ = *owned;
    owner_ = std::move(owned);
}

Text::Text(std::shared_ptr<const void> owner, std::string_view bytes)
    : owner_(std::move(owner)), bytes_(bytes), mapped_(true) {}

Position Text::position(std::size_t offset) const {
    const auto before = bytes_.substr(0, std::min(offset, bytes_.size()));
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is 0: the first line
    return {
        static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
        characters(before.substr(line_start)) + 1};
}

std::string Text::line(std::size_t offset) const {
    offset = std::min(offset, bytes_.size());
    const auto start = bytes_.substr(0, offset).rfind('\n') + 1;
    auto end = std::min(bytes_.find('\n', offset), bytes_.size());
    if (end > start && bytes_[end - 1] == '\r') {
        --end;
    }
    if (end - start > shown_line_bytes) {
        end = start + shown_line_bytes;
        while (end > start && continues_character(bytes_[end])) {
            --end;
        }
    }
    return std::string(bytes_.substr(start, end - start));
}

std::size_t
byte_of_character(std::string_view text, std::size_t from, std::size_t characters) noexcept {
    auto at = std::min(from, text.size());
    while (at < text.size() && characters > 0) {
        ++at;
        while (at < text.size() && continues_character(text[at])) {
            ++at;
        }
        --characters;
    }
    return at;
}

Location Script::locate(std::size_t offset) const {
    return {path, text.position(offset), text.line(offset)};
}

} // namespace runner
