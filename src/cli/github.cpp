#include "cli/github.hpp"

#include "cli/error_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/text.hpp"

#include <runner/integrity.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

/// `extra`: what has a meaning of its own where the text stands, besides a line's end and `%`.
std::string escaped(std::string_view text, std::string_view extra) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || c == '%' || extra.find(c) != std::string_view::npos) {
            result += fmt::format("%{:02X}", byte);
        } else {
            result += c;
        }
    }
    return result;
}

std::string field(std::string_view name, std::string_view value) {
    return fmt::format("{}={}", name, escaped(value, ":,"));
}

/// Line by line printable; GitHub shows `%0A` as the end of a line.
std::string message_text(std::string_view message) {
    std::string result;
    for (const auto& line : printable_lines(message)) {
        result += result.empty() ? "" : "%0A";
        result += escaped(line, "");
    }
    return result;
}

std::string_view level_name(AnnotationLevel level) {
    switch (level) {
    case AnnotationLevel::error:
        return "error";
    case AnnotationLevel::warning:
        return "warning";
    case AnnotationLevel::notice:
        return "notice";
    }
    return "error";
}

std::string joined(std::string text, const std::string& more) {
    if (!more.empty()) {
        text += text.ends_with('\n') ? more : "\n" + more;
    }
    return text;
}

} // namespace

std::string annotation(
    AnnotationLevel level,
    std::string_view title,
    std::string_view message,
    const std::optional<Location>& location
) {
    auto line = fmt::format("::{} ", level_name(level));
    if (location) {
        line += field("file", path_in_repository(location->file).string()) + ",";
        if (location->position.line > 0) {
            line +=
                fmt::format("line={},col={},", location->position.line, location->position.column);
        }
    }
    return line + field("title", title) + "::" + message_text(message) + "\n";
}

std::string annotation(AnnotationLevel level, const Problem& problem) {
    const auto title = "runner: " + std::string(problem_name(problem.kind));
    return annotation(
        level,
        title,
        joined(joined(problem.message, problem.diff), problem.advice),
        problem.location
    );
}

std::string annotations(const Error& error) {
    std::string result;
    const auto title = "runner: " + std::string(kind_name(error.kind()));
    for (const auto& complaint : error.every_complaint()) {
        auto message = complaint.message;
        if (complaint.location) {
            message.insert(0, complaint.location->file.filename().string() + ": ");
        }
        result += annotation(
            AnnotationLevel::error,
            title,
            joined(joined(message, error.state()), error.advice()),
            complaint.location
        );
    }
    return result;
}

} // namespace runner::cli
