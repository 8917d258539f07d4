// Every piece goes through printable(): the server, the files and the command line are all foreign.
#include "cli/error_view.hpp"

#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

// Wider than this and the terminal would wrap the line away from its caret.
constexpr std::size_t widest_line = 100;

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

/// The line with the characters around the column only, and that column within it.
std::pair<std::string, std::size_t> window(const std::string& line, std::size_t column) {
    if (display_width(line) <= widest_line) {
        return {line, column};
    }
    const auto skipped = column > widest_line / 2 ? column - widest_line / 2 : 0;
    const auto from = byte_of_character(line, 0, skipped);
    const auto to = byte_of_character(line, from, widest_line - 1);
    std::string result = skipped > 0 ? "…" : "";
    result += line.substr(from, to - from);
    result += to < line.size() ? "…" : "";
    return {result, skipped > 0 ? column - skipped + 1 : column};
}

std::string frame(const Location& location, const Paint& paint) {
    if (location.line.empty()) {
        return {};
    }
    const auto number = std::to_string(location.position.line);
    const std::string gutter(number.size(), ' ');
    // The library cuts very long lines; a caret behind the cut would point at nothing.
    const bool visible = location.position.column <= characters_in(location.line) + 1;
    const auto [line, column] =
        window(location.line, visible ? location.position.column : std::size_t{1});
    auto result = fmt::format(
        "\n{} {}\n{} {} {}",
        gutter,
        paint.dim("|"),
        paint.dim(number),
        paint.dim("|"),
        printable(line)
    );
    if (visible) {
        result += fmt::format(
            "\n{} {} {}{}",
            gutter,
            paint.dim("|"),
            padding_under(line, column - 1),
            paint.alarm("^")
        );
    }
    return result;
}

void append_field(std::string& result, std::string_view name, std::string_view text) {
    if (!text.empty()) {
        result += fmt::format("\n  {} {}", name, hanging(text));
    }
}

} // namespace

std::string quoted(std::string_view text, const Paint& paint) {
    std::string result;
    for (const auto& line : printable_lines(text)) {
        result += "\n  | " + paint.diff(line);
    }
    return result;
}

std::string complaint_view(const Complaint& complaint, const Paint& paint) {
    std::string result;
    if (complaint.location) {
        const auto& [file, position, line] = *complaint.location;
        const auto place = position.line == 0
                               ? std::string()
                               : fmt::format("{}:{}:", position.line, position.column);
        result = paint.bold(fmt::format("{}:{}", printable(file.string()), place));
        result += ' ';
    }
    const auto end = std::min(complaint.message.find('\n'), complaint.message.size());
    result += printable(std::string_view(complaint.message).substr(0, end));
    if (end < complaint.message.size()) {
        result += quoted(std::string_view(complaint.message).substr(end + 1), paint);
    }
    if (complaint.location) {
        result += frame(*complaint.location, paint);
    }
    return result;
}

std::vector<std::string> error_view(const Error& error, const Paint& paint) {
    auto complaints = error.complaints();
    if (complaints.empty()) {
        complaints.push_back({error.what(), error.location()});
    }
    std::vector<std::string> result;
    result.reserve(complaints.size());
    for (const auto& complaint : complaints) {
        result.push_back(complaint_view(complaint, paint));
    }
    auto& last = result.back();
    if (error.server()) {
        const auto& server = *error.server();
        append_field(last, "SQLSTATE", server.sqlstate);
        append_field(last, "DETAIL:", server.detail);
        append_field(last, "HINT:", server.hint);
        append_field(last, "CONTEXT:", server.context);
    }
    for (const auto& blocker : error.blockers()) {
        append_field(last, "BLOCKED BY:", summary(blocker));
    }
    for (const auto& sentence : {error.state(), error.advice()}) {
        if (!sentence.empty()) {
            last += "\n  " + hanging(sentence);
        }
    }
    return result;
}

std::string problem_view(const Problem& problem, const Paint& paint) {
    const bool placed = problem.location && problem.location->position.line > 0;
    auto result = placed ? complaint_view({problem.message, problem.location}, paint)
                         : hanging(problem.message);
    result += quoted(problem.diff, paint);
    if (!problem.advice.empty()) {
        result += "\n  " + hanging(problem.advice);
    }
    return result;
}

std::string_view problem_name(Problem::Kind kind) noexcept {
    using enum Problem::Kind;
    switch (kind) {
    case edited:
        return "edited";
    case missing:
        return "missing";
    case late:
        return "late";
    case partial:
        return "partial";
    case irreversible:
        return "irreversible";
    case ahead:
        return "ahead";
    case no_down:
        return "no_down";
    case orphan:
        return "orphan";
    case dependency:
        return "dependency";
    case incompatible:
        return "incompatible";
    case unknown:
        return "unknown";
    case sum:
        return "sum";
    case duplicate:
        return "duplicate";
    case removed:
        return "removed";
    case malformed:
        return "malformed";
    case cosmetic:
        return "cosmetic";
    }
    return "unknown";
}

} // namespace runner::cli
