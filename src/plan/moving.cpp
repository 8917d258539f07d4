#include "plan/moving.hpp"

#include "plan/lookup.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace runner {
namespace {

using Rows = std::vector<Applied>;

Target last(std::size_t count) {
    return {.kind = Target::Kind::count, .count = count, .version = {}};
}

/// As it will be when the last `count` are reverted. What stopped half way is the way down's
/// business.
History without_last(const History& history, std::size_t count) {
    History result;
    result.exists = history.exists;
    result.repeatables = history.repeatables;
    result.migrations.assign(
        history.migrations.begin(), history.migrations.end() - static_cast<std::ptrdiff_t>(count)
    );
    return result;
}

/// The steps of `up` behind those of `down`.
Plan joined(Plan down, Plan up) {
    std::move(up.steps.begin(), up.steps.end(), std::back_inserter(down.steps));
    std::move(up.problems.begin(), up.problems.end(), std::back_inserter(down.problems));
    std::move(up.notices.begin(), up.notices.end(), std::back_inserter(down.notices));
    return down;
}

/// How many of the last applied are in the way of `version`: all from the first newer one on.
std::size_t count_above(const Rows& rows, const Version& version) {
    const auto first = std::find_if(rows.begin(), rows.end(), [&](const Applied& row) {
        return row.version > version;
    });
    return static_cast<std::size_t>(rows.end() - first);
}

/// The plan stays below them: applied now, they would be the last.
void note_pending_below(const Sources& sources, const History& history, Plan& plan) {
    const auto& rows = history.migrations;
    if (rows.empty()) {
        return;
    }
    const auto newest = std::ranges::max(rows, {}, &Applied::version).version;
    for (const auto& migration : sources.migrations) {
        if (migration.version < newest &&
            std::ranges::find(rows, migration.version, &Applied::version) == rows.end()) {
            plan.notices.push_back(
                fmt::format("{} is pending below {} and stays so", migration.label(), newest.digits)
            );
        }
    }
}

std::size_t count_redo(const Sources& sources, const History& history, const Target& target) {
    const auto behind = plan_down(sources, history, target).steps.size();
    return target.kind == Target::Kind::version ? behind + 1 : behind;
}

/// What is applied again has to be here, and for this environment.
void require_up_files(const Sources& sources, const std::string& environment, Plan& plan) {
    for (const auto& step : plan.steps) {
        const auto* file = find_migration(sources, step.version);
        if (file == nullptr || file->replaced) {
            plan.problems.push_back(problem(
                Problem::Kind::missing,
                step.version,
                step.label,
                "has no up file to apply again",
                "bring the file back"
            ));
        } else if (!runs_in(file->up, environment)) {
            plan.problems.push_back(problem(
                Problem::Kind::dependency,
                step.version,
                step.label,
                "is not for this environment and would not be applied again",
                "name the environment with --env, or revert it with: runner down"
            ));
        }
    }
}

} // namespace

Plan plan_go_to(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
) {
    const auto& rows = history.migrations;
    const bool applied = std::ranges::find(rows, target.version, &Applied::version) != rows.end();
    if (applied) {
        auto plan = plan_down(sources, history, target);
        note_pending_below(sources, without_last(history, plan.steps.size()), plan);
        return plan;
    }
    const auto above = count_above(rows, target.version);
    if (above == 0) {
        return plan_up(sources, history, target, policy);
    }
    return joined(
        plan_down(sources, history, last(above)),
        plan_up(sources, without_last(history, above), target, policy)
    );
}

Plan plan_redo(
    const Sources& sources, const History& history, const Target& target, const Policy& policy
) {
    const auto count = count_redo(sources, history, target);
    auto down = plan_down(sources, history, last(count));
    if (down.empty()) {
        return down;
    }
    require_up_files(sources, policy.environment, down);
    auto again = policy;
    again.late = Options::Late::apply; // they were applied a moment ago, in this order
    auto up = plan_up(sources, without_last(history, down.steps.size()), {}, again);
    std::erase_if(up.steps, [&](const Step& step) {
        return !step.has_version() ||
               std::ranges::find(down.steps, step.version, &Step::version) == down.steps.end();
    });
    for (auto& step : up.steps) {
        step.verify.reset(); // it was passed when this was applied
    }
    up.notices.clear();
    return joined(std::move(down), std::move(up));
}

} // namespace runner
