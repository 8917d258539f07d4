// Seeds are counted but never "pending work": `runner up`, the answer to exit status 5, does not
// run them.
#include "cli/status_words.hpp"

#include "cli/exit_status.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <utility>

namespace runner::cli {

std::string_view state_name(MigrationStatus::State state) noexcept {
    using enum MigrationStatus::State;
    switch (state) {
    case applied:
        return "applied";
    case pending:
        return "pending";
    case edited:
        return "edited";
    case cosmetic:
        return "cosmetic";
    case missing:
        return "missing";
    case ahead:
        return "ahead";
    case late:
        return "late";
    case partial:
        return "partial";
    case running:
        return "running";
    case other_environment:
        return "other_environment";
    }
    return "unknown";
}

std::string_view state_words(const MigrationStatus& migration) noexcept {
    using enum MigrationStatus::State;
    switch (migration.state) {
    case applied:
        return "applied";
    case pending:
        return "pending";
    case edited:
        return "edited after it was applied";
    case cosmetic:
        return "applied, comments or layout changed";
    case missing:
        return "applied, file is missing";
    case ahead:
        return "applied, newer than every file";
    case late:
        return "pending, late";
    case partial:
        return "stopped half way";
    case running:
        return "another runner is at it";
    case other_environment:
        return "not in this environment";
    }
    return {};
}

std::string_view state_name(SeedStatus::State state) noexcept {
    using enum SeedStatus::State;
    switch (state) {
    case applied:
        return "applied";
    case pending:
        return "pending";
    case changed:
        return "changed";
    case missing:
        return "missing";
    case other_environment:
        return "other_environment";
    }
    return "unknown";
}

std::string_view state_words(const SeedStatus& seed) noexcept {
    using enum SeedStatus::State;
    switch (seed.state) {
    case applied:
        return "applied";
    case pending:
        return "pending";
    case changed:
        return "changed since it ran";
    case missing:
        return "applied, file is missing";
    case other_environment:
        return "not in this environment";
    }
    return {};
}

Counts count(const Status& status) {
    using enum MigrationStatus::State;
    Counts counts;
    for (const auto& migration : status.migrations) {
        const auto state = migration.state;
        const bool open = state == pending || state == late || state == running;
        const bool foreign = state == other_environment;
        counts.pending += open ? 1 : 0;
        counts.applied += !open && !foreign && state != partial ? 1 : 0;
        counts.edited += state == edited ? 1 : 0;
        counts.missing += state == missing ? 1 : 0;
        counts.ahead += state == ahead ? 1 : 0;
        counts.late += state == late ? 1 : 0;
        counts.partial += state == partial ? 1 : 0;
    }
    const auto is_due = [](const SeedStatus& file) {
        return file.state == SeedStatus::State::pending || file.state == SeedStatus::State::changed;
    };
    counts.repeatables =
        static_cast<std::size_t>(std::ranges::count_if(status.repeatables, is_due));
    counts.seeds = static_cast<std::size_t>(std::ranges::count_if(status.seeds, is_due));
    return counts;
}

int state_exit_status(const Counts& counts, const Options& options) {
    if (counts.partial > 0) {
        return exit_partial;
    }
    const bool late = counts.late > 0 && options.late == Options::Late::error;
    const bool ahead = counts.ahead > 0 && options.ahead == Options::Ahead::error;
    if (counts.edited > 0 || counts.missing > 0 || late || ahead) {
        return exit_disagreement;
    }
    return counts.pending + counts.repeatables > 0 ? exit_pending : exit_done;
}

std::string summary(const Counts& counts) {
    auto text = fmt::format("{} applied, {} pending", counts.applied, counts.pending);
    const std::array extras = {
        std::pair{counts.late, "late"},
        std::pair{counts.edited, "edited"},
        std::pair{counts.missing, "missing"},
        std::pair{counts.ahead, "ahead"},
        std::pair{counts.partial, "stopped half way"}};
    bool trouble = false;
    for (const auto& [number, word] : extras) {
        if (number > 0) {
            text += fmt::format(", {} {}", number, word);
            trouble = true;
        }
    }
    if (counts.repeatables > 0) {
        text += fmt::format(
            ", {} {} to run",
            counts.repeatables,
            counts.repeatables == 1 ? "repeatable" : "repeatables"
        );
    }
    const auto due = counts.pending + counts.repeatables;
    if (trouble) {
        text += "; runner verify says more";
    } else if (due > 0) {
        text += fmt::format("; runner up applies {}", due == 1 ? "it" : "them");
    }
    if (counts.seeds > 0) {
        text += fmt::format(
            "\n{} {} to run; runner seed runs {}",
            counts.seeds,
            counts.seeds == 1 ? "seed" : "seeds",
            counts.seeds == 1 ? "it" : "them"
        );
    }
    return text;
}

std::string current_label(const Status& status) {
    if (!status.current) {
        return {};
    }
    const auto found =
        std::ranges::find(status.migrations, status.current->version, &MigrationStatus::version);
    return found == status.migrations.end() ? status.current->name : found->label;
}

} // namespace runner::cli
