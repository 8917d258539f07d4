// UTF-8 decoded strictly, because what a terminal makes of a malformed sequence is anybody's guess.
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace runner::cli {
namespace {

struct Character {
    char32_t point = 0;
    std::size_t length = 1;
    bool valid = false;
};

struct Range {
    char32_t first;
    char32_t last;
};

// Marks that are drawn over the character before them.
constexpr std::array combining = {
    Range{0x0300, 0x036F},  Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F},  Range{0x0900, 0x0902}, Range{0x093C, 0x093C}, Range{0x0941, 0x0948},
    Range{0x094D, 0x094D},  Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x1AB0, 0x1AFF},  Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200D}, Range{0x20D0, 0x20FF},
    Range{0x3099, 0x309A},  Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0x1F3FB, 0x1F3FF},
    Range{0xE0100, 0xE01EF}};

// East Asian Wide and Fullwidth, and emoji.
constexpr std::array wide = {
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},
    Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},
    Range{0x26A1, 0x26A1},   Range{0x26BD, 0x26BE},   Range{0x26D4, 0x26D4},
    Range{0x2705, 0x2705},   Range{0x270A, 0x270B},   Range{0x2728, 0x2728},
    Range{0x274C, 0x274C},   Range{0x2753, 0x2755},   Range{0x2795, 0x2797},
    Range{0x2B50, 0x2B50},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
    Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF},
    Range{0x20000, 0x3FFFD}};

// Characters that reorder the line, break it, or hide.
constexpr std::array unsafe = {
    Range{0x0000, 0x0008},
    Range{0x000A, 0x001F},
    Range{0x007F, 0x009F},
    Range{0x061C, 0x061C},
    Range{0x200E, 0x200F},
    Range{0x2028, 0x202E},
    Range{0x2066, 0x2069},
    Range{0xFEFF, 0xFEFF},
    Range{0xFFF9, 0xFFFB},
    Range{0xE0000, 0xE007F}};

template <std::size_t Size>
bool contains(const std::array<Range, Size>& ranges, char32_t point) {
    return std::ranges::any_of(ranges, [point](const Range& range) {
        return point >= range.first && point <= range.last;
    });
}

Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
        return {lead, 1, false};
    }
    auto point = static_cast<char32_t>(lead & (0x7FU >> length));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return {lead, 1, false};
        }
        point = (point << 6U) | (byte & 0x3FU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (overlong || surrogate || point > 0x10FFFF) {
        return {lead, 1, false};
    }
    return {point, length, true};
}

// GitHub and Azure Pipelines look for these anywhere in a line, not only where it begins.
bool starts_command(std::string_view text) {
    return text.starts_with("##[") || text.starts_with("##vso[");
}

std::string escaped(const Character& character) {
    if (character.valid && character.point == '\n') {
        return "\\n";
    }
    if (!character.valid || character.point < 0x80) {
        return fmt::format("\\x{:02X}", static_cast<unsigned>(character.point));
    }
    return fmt::format("\\u{{{:04X}}}", static_cast<unsigned>(character.point));
}

/// How the first character of `text` is shown.
std::string shown(std::string_view text, const Character& character) {
    if (!character.valid || contains(unsafe, character.point)) {
        return escaped(character);
    }
    if (starts_command(text)) {
        return "\\x23";
    }
    return std::string(text.substr(0, character.length));
}

/// Most text is nothing else: shown as it is, one column each. A # may start a command.
bool is_ordinary(char byte) {
    return byte >= ' ' && byte <= '~' && byte != '#';
}

/// What `text` begins with.
std::string_view ordinary_part(std::string_view text) {
    const auto* end = std::find_if_not(text.begin(), text.end(), is_ordinary);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::size_t width(char32_t point) {
    if (contains(combining, point)) {
        return 0;
    }
    return contains(wide, point) ? 2 : 1;
}

} // namespace

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (;;) {
        const auto ordinary = ordinary_part(text);
        result += ordinary;
        text.remove_prefix(ordinary.size());
        if (text.empty()) {
            return result;
        }
        const auto character = first_character(text);
        result += shown(text, character);
        text.remove_prefix(character.length);
    }
}

std::vector<std::string> printable_lines(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        result.push_back(printable(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string hanging(std::string_view text) {
    std::string result;
    for (const auto& line : printable_lines(text)) {
        result += result.empty() ? line : "\n  | " + line;
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    for (;;) {
        const auto ordinary = ordinary_part(text).size();
        columns += ordinary;
        text.remove_prefix(ordinary);
        if (text.empty()) {
            return columns;
        }
        const auto character = first_character(text);
        columns += character.valid ? width(character.point) : 1;
        text.remove_prefix(character.length);
    }
}

std::string padding_under(std::string_view line, std::size_t characters) {
    std::string result;
    for (; characters > 0 && !line.empty(); --characters) {
        const auto character = first_character(line);
        if (character.point == '\t') {
            result += '\t';
        } else {
            result.append(display_width(shown(line, character)), ' ');
        }
        line.remove_prefix(character.length);
    }
    return result;
}

std::string cut(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) {
        return std::string(text);
    }
    std::size_t kept = 0;
    std::size_t used = 1; // the dots
    while (kept < text.size()) {
        const auto character = first_character(text.substr(kept));
        used += character.valid ? width(character.point) : 1;
        if (used > columns) {
            break;
        }
        kept += character.length;
    }
    return columns == 0 ? std::string() : std::string(text.substr(0, kept)) + "…";
}

std::string padded(std::string_view text, std::size_t columns) {
    std::string result(text);
    const auto width = display_width(text);
    if (width < columns) {
        result.append(columns - width, ' ');
    }
    return result;
}

} // namespace runner::cli
