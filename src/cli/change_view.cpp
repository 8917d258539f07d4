#include "cli/change_view.hpp"

#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>

namespace runner::cli {
namespace {

constexpr std::size_t most_lines = 8;
constexpr std::size_t longest_change = 90;

std::string_view sign(Change::Kind kind) {
    switch (kind) {
    case Change::Kind::created:
        return "+";
    case Change::Kind::dropped:
        return "-";
    case Change::Kind::changed:
        return "~";
    }
    return "";
}

std::string short_name(const std::string& name) {
    constexpr std::string_view usual = "public.";
    return printable(name.starts_with(usual) ? name.substr(usual.size()) : name);
}

std::string count_words(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// "(3 columns, 1 index)", which says of a new table what matters.
std::string parts_of(const Change& change) {
    const auto count = [&](std::string_view start) {
        return static_cast<std::size_t>(std::ranges::count_if(
            change.details, [&](const std::string& detail) { return detail.starts_with(start); }
        ));
    };
    const auto columns = count("+ column ");
    const auto indexes = count("+ index ");
    std::string parts;
    if (columns > 0) {
        parts = count_words(columns, "column", "columns");
    }
    if (indexes > 0) {
        parts += (parts.empty() ? "" : ", ") + count_words(indexes, "index", "indexes");
    }
    return parts.empty() ? parts : " (" + parts + ")";
}

std::string with_parts(const Change& change) {
    auto line = short_name(change.name);
    std::string_view separator = ": ";
    for (const auto& detail : change.details) {
        const auto text = printable(detail);
        if (display_width(line) + separator.size() + display_width(text) > longest_change) {
            return line + std::string(separator) + "…";
        }
        line += std::string(separator) + text;
        separator = ", ";
    }
    return line;
}

std::string change_line(const Change& change) {
    if (change.kind == Change::Kind::changed && !change.details.empty()) {
        return with_parts(change);
    }
    return fmt::format(
        "{} {} {}{}",
        sign(change.kind),
        change.object,
        short_name(change.name),
        change.kind == Change::Kind::created ? parts_of(change) : std::string()
    );
}

} // namespace

std::vector<std::string> change_lines(const std::vector<Change>& changes) {
    const auto shown = changes.size() > most_lines ? most_lines - 1 : changes.size();
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < shown; ++at) {
        lines.push_back(change_line(changes[at]));
    }
    if (shown < changes.size()) {
        lines.push_back(fmt::format("and {} more", changes.size() - shown));
    }
    return lines;
}

std::vector<std::string> all_change_lines(const std::vector<Change>& changes) {
    std::vector<std::string> lines;
    for (const auto& change : changes) {
        lines.push_back(
            fmt::format("{} {} {}", sign(change.kind), change.object, short_name(change.name))
        );
        for (const auto& detail : change.details) {
            lines.push_back("  " + printable(detail));
        }
    }
    return lines;
}

} // namespace runner::cli
