// One step of a plan as psql commands, which do nothing where it is done already.
#pragma once

#include "psql/output.hpp"

#include <runner/plan.hpp>

namespace runner::psql {

/// Throws Error{usage} for what psql cannot do: a CSV seed, @max-lag, strings that psql would read
/// in another way while it skips them.
void check_steps(const Plan& plan);

/// The comment at the top.
[[nodiscard]] std::string title(const Plan& plan);

/// The same commands as the executor sends, with the same guards and the same rows. The step is
/// complete and was checked.
void write_step(const Output& out, const Step& step);

// For journal_script.cpp:

/// A statement of the script, with the rows of its COPY.
void write_statement(const Output& out, const Step& step, const Statement& statement);

/// The history row and the event. `guard` and `took` are those of recording_sql().
void write_record(
    const Output& out, const Step& step, const std::string& guard, const std::string& took
);

} // namespace runner::psql
