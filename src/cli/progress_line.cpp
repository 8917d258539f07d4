#include "cli/progress_line.hpp"

#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

double megabytes(std::uint64_t bytes) {
    return static_cast<double>(bytes) / 1e6;
}

std::string counts(const Progress& progress) {
    std::string text;
    if (progress.bytes > 0) {
        text += fmt::format(
            ", {:.1f} of {:.1f} MB", megabytes(progress.bytes_done), megabytes(progress.bytes)
        );
    }
    if (progress.rows > 0) {
        text += fmt::format(", {} rows", progress.rows);
    }
    if (progress.rounds > 0) {
        text += fmt::format(" in {} batches", progress.rounds);
    }
    return text;
}

} // namespace

std::string progress_line(const Doing& doing, std::size_t columns) {
    const auto& progress = doing.progress;
    auto text = printable(doing.label);
    if (progress.statement > 0) {
        text += fmt::format("  statement {}", progress.statement);
        text += progress.statements > 0 ? fmt::format(" of {}", progress.statements) : "";
        text += progress.command.empty() ? "" : ": " + printable(progress.command);
        text += ",";
    }
    text += " " + duration_text(doing.elapsed) + counts(progress);
    if (!doing.blockers.empty()) {
        auto nearest = doing.blockers.front();
        nearest.state.clear(); // how long we wait matters here
        nearest.since.reset();
        text += fmt::format(
            ", waits for {}, {}", printable(summary(nearest)), duration_text(doing.blocked)
        );
    }
    return cut(text, columns);
}

std::string blockers_text(const std::vector<Blocker>& blockers) {
    std::string text;
    for (const auto& blocker : blockers) {
        const bool first = &blocker == &blockers.front();
        text += (first ? "" : "\n  | ") + printable(summary(blocker));
        if (!first) {
            text += fmt::format(" blocks pid {}", blocker.blocks);
        }
        if (!blocker.query.empty()) {
            text += ": " + printable(blocker.query);
        }
    }
    return text;
}

} // namespace runner::cli
