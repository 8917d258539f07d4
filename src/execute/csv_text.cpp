#include "execute/csv_text.hpp"

#include <runner/error.hpp>

#include <algorithm>

namespace runner {
namespace {

[[noreturn]] void
refuse(const Script& script, std::size_t at, const std::string& message, const char* advice) {
    Error error(ErrorKind::statement, message, script.locate(at));
    error.say_advice(advice);
    throw error;
}

bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/// Reads the field at `at` and leaves `at` on what ends it. False when a quote is left open.
bool read_field(std::string_view text, std::size_t& at, std::string& value) {
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '"') {
            const bool is_doubled = quoted && at + 1 < text.size() && text[at + 1] == '"';
            if (is_doubled) {
                value += byte;
                ++at;
            } else {
                quoted = !quoted;
            }
        } else if (!quoted && (byte == ',' || is_line_end(byte))) {
            break;
        } else {
            value += byte;
        }
    }
    return !quoted;
}

} // namespace

std::vector<CsvColumn> csv_header(const Script& script) {
    const auto text = script.text.view();
    std::vector<CsvColumn> columns;
    for (std::size_t at = 0;; ++at) {
        CsvColumn column{{}, at};
        if (!read_field(text, at, column.name)) {
            refuse(
                script,
                column.offset,
                "a quote in the header line is never closed",
                "close it, or double it when it is a part of the name"
            );
        }
        if (column.name.empty()) {
            refuse(
                script,
                column.offset,
                "the header line has an empty column name",
                "name every column"
            );
        }
        const bool twice = std::any_of(columns.begin(), columns.end(), [&](const auto& other) {
            return other.name == column.name;
        });
        if (twice) {
            refuse(
                script,
                column.offset,
                "the header line names " + column.name + " twice",
                "remove one of the columns"
            );
        }
        columns.push_back(std::move(column));
        if (at >= text.size() || text[at] != ',') {
            return columns;
        }
    }
}

std::size_t csv_field(std::string_view text, std::size_t offset, std::size_t field) {
    auto at = offset;
    for (std::string value; field > 0; --field) {
        if (!read_field(text, at, value) || at >= text.size() || text[at] != ',') {
            return offset;
        }
        ++at;
    }
    return at;
}

std::optional<std::size_t> csv_end_mark(std::string_view text) {
    constexpr std::string_view mark = "\n\\.";
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        const auto end = at + mark.size();
        if (end == text.size() || is_line_end(text[end])) {
            return at + 1;
        }
    }
    return std::nullopt;
}

} // namespace runner
