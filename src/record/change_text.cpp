#include "record/change_text.hpp"

#include <algorithm>
#include <array>

namespace runner {
namespace {

constexpr std::string_view signs = "+-~"; // by kind
constexpr std::string_view indent = "  ";
constexpr std::array<std::string_view, 12> objects = {
    "materialized view",
    "foreign table",
    "table",
    "view",
    "sequence",
    "function",
    "procedure",
    "aggregate",
    "enum",
    "domain",
    "range",
    "type"};

void add_line(std::string& text, std::string line) {
    std::ranges::replace(line, '\n', ' ');
    text += line + '\n';
}

} // namespace

std::string change_text(const std::vector<Change>& changes) {
    std::string text;
    for (const auto& [kind, object, name, details] : changes) {
        text += signs[static_cast<std::size_t>(kind)];
        add_line(text, (" " + object).append(" ").append(name));
        for (const auto& detail : details) {
            add_line(text, std::string(indent) + detail);
        }
    }
    return text;
}

std::vector<Change> changes_of_text(std::string_view text) {
    std::vector<Change> changes;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with(indent) && !changes.empty()) {
            changes.back().details.emplace_back(line.substr(indent.size()));
            continue;
        }
        const auto kind = line.empty() ? std::string_view::npos : signs.find(line.front());
        line.remove_prefix(std::min(indent.size(), line.size()));
        const auto object = std::ranges::find_if(objects, [&](std::string_view known) {
            return line.starts_with(known) && line.substr(known.size()).starts_with(' ');
        });
        if (kind != std::string_view::npos && object != objects.end()) {
            changes.push_back(
                {static_cast<Change::Kind>(kind),
                 std::string(*object),
                 std::string(line.substr(object->size() + 1)),
                 {}}
            );
        }
    }
    return changes;
}

} // namespace runner
