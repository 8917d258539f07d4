// The proof that seeds can be run again: each runs twice, and the second run has to change nothing.
#pragma once

#include <runner/error.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/runner.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace runner {

/// What a second run did that it should not have done. Texts of rows come from the database:
/// escape them before showing them.
struct SeedFinding {
    Location location; ///< of the statement; of a CSV seed: the file
    std::string table; ///< "shop.country"; empty when the second run failed
    std::int64_t rows_before = 0;
    std::int64_t rows_after = 0;
    std::vector<std::string> before; ///< up to three of the rows that are gone
    std::vector<std::string> after;  ///< and of those that came
    ServerMessage failure;           ///< of a second run that failed

    /// "a second run changes shop.country: 2 rows before it, 4 after it"
    [[nodiscard]] std::string message() const;
};

struct SeedProof {
    enum class Result { proved, found, not_possible };

    std::string name;
    Result result = Result::proved;
    std::size_t statements = 0;
    std::vector<std::string> tables; ///< it writes to
    std::vector<SeedFinding> findings;
    std::string reason; ///< not_possible
};

/// Runs each seed of the request twice, changed or not, in one transaction that is rolled back; the
/// later ones see what the earlier ones wrote. A time that the first run took from the clock
/// counts as older in the second one, so that a now() which is written again shows. What a rollback
/// does not take back stays: sequences have advanced. Throws Error{statement} when a first run
/// fails.
[[nodiscard]] std::vector<SeedProof>
prove_seeds(const Options& options, Observer& observer, const SeedRequest& request);

/// Throws Error{finding} with a complaint for each finding.
void require_proved(const std::vector<SeedProof>& proofs);

} // namespace runner
