#include "cli/drift_view.hpp"

#include "cli/json_parts.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace runner::cli {
namespace {

using Kind = catalog::ObjectChange::Kind;

std::string_view kind_name(Kind kind) {
    switch (kind) {
    case Kind::added:
        return "added";
    case Kind::removed:
        return "removed";
    case Kind::changed:
        return "changed";
    }
    return "unknown";
}

std::string side_by_side(const std::string& expected, const std::string& actual) {
    constexpr std::size_t widest = 76;
    auto left = printable_lines(expected.empty() ? "(nothing)" : expected);
    auto right = printable_lines(actual.empty() ? "(nothing)" : actual);
    left.insert(left.begin(), "migrations");
    right.insert(right.begin(), "database");
    std::size_t width = 0;
    for (const auto& line : left) {
        width = std::max(width, std::min(display_width(line), widest));
    }
    std::string text;
    const auto lines = std::max(left.size(), right.size());
    for (std::size_t at = 0; at < lines; ++at) {
        const std::string_view own = at < left.size() ? std::string_view(left[at]) : "";
        const std::string_view other = at < right.size() ? std::string_view(right[at]) : "";
        const char mark = at == 0 || own == other ? ' ' : '*';
        text += fmt::format("  {} {} | {}", mark, padded(own, width), other);
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

} // namespace

std::string drift_text(const DriftReport& report) {
    std::string text;
    for (const auto& drift : report.drifts) {
        for (const auto& line : catalog::readable({drift.change})) {
            text += printable(line) + "\n";
        }
        text += side_by_side(drift.expected, drift.actual);
    }
    return text;
}

std::string json_drift(const DriftReport& report) {
    auto document = document_head("drift");
    document["migrations"] = report.migrations;
    document["objects"] = report.objects;
    document["ignored"] = report.ignored;
    auto& differences = document["differences"] = Json::array();
    for (const auto& drift : report.drifts) {
        Json attributes = Json::array();
        for (const auto& attribute : drift.change.attributes) {
            attributes.push_back(
                {{"name", attribute.name},
                 {"expected", text_or_null(attribute.before)},
                 {"actual", text_or_null(attribute.after)}}
            );
        }
        differences.push_back(
            {{"change", kind_name(drift.change.kind)},
             {"kind", catalog::kind_name(drift.change.object.kind)},
             {"address", catalog::address(drift.change.object)},
             {"attributes", std::move(attributes)},
             {"expected", text_or_null(drift.expected)},
             {"actual", text_or_null(drift.actual)}}
        );
    }
    return document_text(document);
}

} // namespace runner::cli
