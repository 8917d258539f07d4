// Out-of-line parts of the vocabulary: versions as numbers, texts and positions in them.
#include <runner/migration.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace runner {
namespace {

constexpr std::string_view algorithm = "xxh3-128:";
// Enough to recognise a line, short enough for a terminal; generated SQL has lines of megabytes.
constexpr std::size_t shown_line_bytes = 240;
// Linux maps as many bytes around the one that is asked for, beginning at a multiple of it.
constexpr std::uintptr_t window_bytes = 65536;
// As much of a mapped text as is in memory while its lines are counted.
constexpr std::size_t counted_bytes = std::size_t{1} << 20;

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

void Text::release(Span bytes) const noexcept {
    if (!mapped_ || bytes_.empty()) {
        return;
    }
    static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto down = [](std::uintptr_t address, std::uintptr_t unit) {
        return address - address % unit;
    };
    const auto text = reinterpret_cast<std::uintptr_t>(bytes_.data());
    const auto offset = std::min(bytes.offset, bytes_.size());
    const auto end_offset = offset + std::min(bytes.length, bytes_.size() - offset);
    const auto first = down(text, page); // the mapping is ours up to the ends of its pages
    const auto begin = std::max(down(text + offset, window_bytes), first);
    // Both ends go down, so that spans one behind the other leave nothing between them.
    const auto end = end_offset == bytes_.size() ? down(text + end_offset + page - 1, page)
                                                 : down(text + end_offset, window_bytes);
    if (begin < end) {
        auto* start = const_cast<char*>(bytes_.data()) + static_cast<std::ptrdiff_t>(begin - text);
        madvise(start, end - begin, MADV_DONTNEED);
    }
}

Position Text::position(std::size_t offset) const {
    const auto before = bytes_.substr(0, std::min(offset, bytes_.size()));
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is 0: the first line
    std::size_t line = 1;
    for (std::size_t at = 0; at < line_start; at += counted_bytes) {
        const auto step = before.substr(at, counted_bytes);
        line += static_cast<std::size_t>(std::count(step.begin(), step.end(), '\n'));
        release({at, step.size()});
    }
    return {line, characters(before.substr(line_start)) + 1};
}

std::string Text::line(std::size_t offset) const {
    const auto before = bytes_.substr(0, std::min(offset, bytes_.size()));
    // One more than is shown tells whether it goes on.
    auto line = bytes_.substr(before.rfind('\n') + 1, shown_line_bytes + 1);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (line.size() > shown_line_bytes) {
        auto end = shown_line_bytes;
        while (end > 0 && continues_character(line[end])) {
            --end;
        }
        line = line.substr(0, end);
    }
    return std::string(line);
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
