#include "plan/missing.hpp"

#include <spdlog/fmt/fmt.h>

#include <optional>
#include <utility>

namespace runner {

void add_missing(
    const Sources& sources, const AppliedByVersion& applied, const Policy& policy, Plan& plan
) {
    const auto newest = sources.migrations.empty()
                            ? std::nullopt
                            : std::optional(sources.migrations.back().version);
    for (const auto& [version, row] : applied) {
        if (find_migration(sources, version) != nullptr) {
            continue;
        }
        const auto label = label_of(sources, *row);
        const auto& floor = row->compatible_from;
        if (newest && version < *newest) {
            plan.problems.push_back(problem(
                Problem::Kind::missing,
                version,
                label,
                "is applied, but its file is missing",
                "bring the file back"
            ));
        } else if (floor && (!newest || *newest < *floor)) {
            // The author's word: no policy of this image changes it.
            plan.problems.push_back(problem(
                Problem::Kind::incompatible,
                version,
                label,
                fmt::format(
                    "is applied and says that it takes a release with {} or newer; the newest "
                    "file here is {}",
                    floor->digits,
                    newest ? label_of(sources, *newest) : "none"
                ),
                "start a newer release, or take the database back with the runner of the newer one"
            ));
        } else {
            auto ahead = problem(
                Problem::Kind::ahead,
                version,
                label,
                "is applied, but newer than every file here",
                "run the runner of the newer release"
            );
            if (policy.ahead == Options::Ahead::error) {
                plan.problems.push_back(std::move(ahead));
            } else if (policy.ahead == Options::Ahead::warn) {
                plan.notices.push_back(std::move(ahead.message));
            }
        }
    }
}

} // namespace runner
