#include "plan/partial.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

Problem partial(const JournalEntry& entry) {
    const bool up = entry.direction == JournalEntry::Direction::up;
    return {
        .kind = Problem::Kind::partial,
        .version = entry.version,
        .label = entry.name,
        .message = fmt::format(
            "{} stopped half way {}: whether statement {} took effect is not known{}{}",
            entry.name,
            up ? "up" : "down",
            entry.statement,
            entry.sql.empty() ? "" : ":\n",
            entry.sql
        ),
        .advice = fmt::format(
            "look whether it did, then run: runner resolve {0} --applied, or: runner resolve {0} "
            "--not-applied",
            entry.version.digits
        ),
        .diff = {}};
}

} // namespace

void add_partial(const History& history, Plan& plan) {
    for (const auto& entry : history.journal) {
        if (entry.outcome != JournalEntry::Outcome::unknown || entry.running) {
            continue;
        }
        const bool down = entry.direction == JournalEntry::Direction::down;
        const bool comes_first =
            !plan.steps.empty() && plan.steps.front().version == entry.version &&
            plan.steps.front().action == (down ? Step::Action::revert : Step::Action::apply);
        if (!comes_first) {
            plan.problems.insert(plan.problems.begin(), partial(entry));
        }
    }
}

} // namespace runner
