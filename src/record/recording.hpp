// The history row of a finished step and its event, as one command: each command of a transaction
// is a message to the server and one back.
#pragma once

#include "pg/command.hpp"

#include <runner/plan.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace runner {

/// What the rows of one run have in common.
struct RunFacts {
    std::string schema; ///< quoted
    std::size_t store_limit = 0;
    std::string run_id;
    std::string host;

    /// The text as the history keeps it; empty above the limit.
    [[nodiscard]] std::optional<std::string> kept(const Script& script) const;
};

/// Of the up file, as `migration.directives` holds them.
[[nodiscard]] std::string directives_json(const Header& header);

/// The same text for every step with this action. `guard`: a boolean expression that fails when the
/// rows must not be written. `took`: an expression, in milliseconds.
[[nodiscard]] std::string recording_sql(
    const std::string& schema,
    Step::Action action,
    const std::string& guard,
    const std::string& took
);

/// Its parameters.
[[nodiscard]] pg::Parameters recording_values(const RunFacts& facts, const Step& step);

} // namespace runner
