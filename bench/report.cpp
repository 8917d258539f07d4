#include "report.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>

namespace runner::bench {
namespace {

constexpr double megabyte = 1e6;
constexpr double mebibyte = 1024.0 * 1024.0;

/// The repetitions of one pass in figures.
struct Figures {
    std::uint64_t bytes = 0;
    std::uint64_t statements = 0;
    double least_seconds = 0;
    double median_seconds = 0;
    double system_seconds = 0;     ///< of the repetition in the middle
    std::uint64_t peak_memory = 0; ///< the largest

    [[nodiscard]] double best() const { return speed(least_seconds); }

    [[nodiscard]] double median() const { return speed(median_seconds); }

private:
    [[nodiscard]] double speed(double seconds) const {
        return static_cast<double>(bytes) / megabyte / seconds;
    }
};

Figures figures_of(const PassReport& report) {
    auto costs = report.costs;
    std::sort(costs.begin(), costs.end(), [](const Cost& one, const Cost& other) {
        return one.work.cpu_seconds < other.work.cpu_seconds;
    });
    const auto& middle = costs[costs.size() / 2].work;
    Figures figures;
    figures.bytes = middle.bytes;
    figures.statements = middle.statements;
    figures.least_seconds = costs.front().work.cpu_seconds;
    figures.median_seconds = middle.cpu_seconds;
    figures.system_seconds = middle.system_seconds;
    for (const auto& cost : costs) {
        figures.peak_memory = std::max(figures.peak_memory, cost.peak_memory);
    }
    return figures;
}

/// Compared by their best repetitions; empty when `other` was not measured.
std::optional<double>
times_as_fast(const FileReport& report, const Figures& figures, std::string_view other) {
    for (const auto& pass : report.passes) {
        if (pass.pass->name == other) {
            return figures.best() / figures_of(pass).best();
        }
    }
    return std::nullopt;
}

std::string ratio_text(const std::optional<double>& ratio, int decimals) {
    return ratio ? fmt::format("{:.{}f}", *ratio, decimals) : "-";
}

std::string line_of(const FileReport& report, const PassReport& pass) {
    const auto figures = figures_of(pass);
    return fmt::format(
        "  {:<11} {:>9.0f} {:>9.0f} {:>8.0f} {:>9.1f} {:>10} {:>10} {:>11}\n",
        pass.pass->name,
        figures.best(),
        figures.median(),
        100 * figures.system_seconds / figures.median_seconds,
        static_cast<double>(figures.peak_memory) / mebibyte,
        ratio_text(times_as_fast(report, figures, "scanner"), 1),
        ratio_text(times_as_fast(report, figures, "memchr"), 3),
        figures.statements == 0 ? "-" : std::to_string(figures.statements)
    );
}

} // namespace

std::string table_of(const Report& report) {
    std::string text;
    if (report.seed) {
        text += fmt::format("seed {}\n", *report.seed);
    }
    if (!report.files.empty()) {
        text += fmt::format(
            "MB (10^6 bytes) per second of CPU time, user and system; {} repetitions; "
            "a process that does nothing: {:.1f} MiB\n",
            report.repetitions,
            static_cast<double>(report.idle_memory) / mebibyte
        );
    }
    for (const auto& file : report.files) {
        text += fmt::format(
            "\n{}: {}{}{:.1f} MB\n",
            file.name,
            file.contents,
            file.contents.empty() ? "" : ", ",
            static_cast<double>(file.bytes) / megabyte
        );
        text += fmt::format(
            "  {:<11} {:>9} {:>9} {:>8} {:>9} {:>10} {:>10} {:>11}\n",
            "pass",
            "best MB/s",
            "median",
            "system %",
            "peak MiB",
            "x scanner",
            "x memchr",
            "statements"
        );
        for (const auto& pass : file.passes) {
            text += line_of(file, pass);
        }
    }
    return text;
}

std::string json_of(const Report& report) {
    nlohmann::ordered_json root;
    if (report.seed) {
        root["seed"] = *report.seed;
    }
    root["repetitions"] = report.repetitions;
    root["idle_memory"] = report.idle_memory;
    root["files"] = nlohmann::ordered_json::array();
    for (const auto& file : report.files) {
        nlohmann::ordered_json measured;
        for (const auto& pass : file.passes) {
            const auto figures = figures_of(pass);
            auto& entry = measured[std::string(pass.pass->name)];
            entry["bytes"] = figures.bytes;
            entry["statements"] = figures.statements;
            entry["cpu_seconds_best"] = figures.least_seconds;
            entry["cpu_seconds_median"] = figures.median_seconds;
            entry["system_seconds_median"] = figures.system_seconds;
            entry["mb_per_cpu_second_best"] = figures.best();
            entry["mb_per_cpu_second_median"] = figures.median();
            entry["peak_memory"] = figures.peak_memory;
            if (const auto ratio = times_as_fast(file, figures, "scanner")) {
                entry["times_scanner"] = *ratio;
            }
            if (const auto ratio = times_as_fast(file, figures, "memchr")) {
                entry["times_memchr"] = *ratio;
            }
        }
        root["files"].push_back({{"name", file.name}, {"bytes", file.bytes}, {"passes", measured}});
    }
    return root.dump(2) + "\n";
}

} // namespace runner::bench
