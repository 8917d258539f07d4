#include "import/naming.hpp"

#include <algorithm>

namespace runner::foreign {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool fits(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

/// The parts of "1_02.3", each without leading zeros.
std::vector<std::string> parts_of(std::string_view version) {
    std::vector<std::string> parts(1);
    for (const char c : version) {
        if (is_digit(c)) {
            if (parts.back() == "0") {
                parts.back().clear();
            }
            parts.back() += c;
        } else {
            parts.emplace_back();
        }
    }
    for (auto& part : parts) {
        if (part.empty()) {
            part = "0";
        }
    }
    return parts;
}

std::string padded(const std::string& digits, std::size_t width) {
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

} // namespace

std::optional<NumberedName> numbered_name(std::string_view stem) {
    const auto width = static_cast<std::size_t>(
        std::find_if_not(stem.begin(), stem.end(), is_digit) - stem.begin()
    );
    if (width == 0) {
        return std::nullopt;
    }
    auto rest = stem.substr(width);
    if (!rest.empty() && (rest.front() == '_' || rest.front() == '-')) {
        rest.remove_prefix(1);
    }
    return NumberedName{std::string(stem.substr(0, width)), std::string(rest)};
}

std::string fitting_name(std::string_view name) {
    std::string result;
    bool changed = false;
    for (const char c : name) {
        if (fits(c) && !(result.empty() && c == '.')) {
            result += c;
        } else {
            changed = true;
            if (!result.empty() && result.back() != '_') {
                result += '_';
            }
        }
    }
    while (changed && !result.empty() && result.back() == '_') {
        result.pop_back();
    }
    return result.empty() ? "migration" : result;
}

std::optional<std::string_view> without_ending(std::string_view name, std::string_view ending) {
    if (!name.ends_with(ending)) {
        return std::nullopt;
    }
    name.remove_suffix(ending.size());
    return name;
}

std::vector<std::string> numbers_of_dotted(const std::vector<std::string>& versions) {
    // Wide enough for parts that come later, so that importing once more finds the same numbers.
    constexpr std::size_t narrowest_part = 3;
    std::vector<std::vector<std::string>> all;
    std::vector<std::size_t> widths;
    for (const auto& version : versions) {
        all.push_back(parts_of(version));
        const auto& parts = all.back();
        widths.resize(std::max(widths.size(), parts.size()), narrowest_part);
        for (std::size_t at = 0; at < parts.size(); ++at) {
            widths[at] = std::max(widths[at], parts[at].size());
        }
    }
    if (widths.size() < 2) {
        return versions;
    }
    std::vector<std::string> numbers;
    std::size_t widest = 0;
    for (auto& parts : all) {
        parts.resize(widths.size(), "0");
        auto number = parts[0];
        for (std::size_t at = 1; at < parts.size(); ++at) {
            number += padded(parts[at], widths[at]);
        }
        widest = std::max(widest, number.size());
        numbers.push_back(std::move(number));
    }
    for (auto& number : numbers) {
        number = padded(number, widest);
    }
    return numbers;
}

std::string canonical_dotted(std::string_view version) {
    auto parts = parts_of(version);
    while (parts.size() > 1 && parts.back() == "0") {
        parts.pop_back();
    }
    std::string result;
    for (const auto& part : parts) {
        result += result.empty() ? part : "." + part;
    }
    return result;
}

} // namespace runner::foreign
