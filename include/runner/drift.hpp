// Whether a database is what its migrations say: what the applied ones build in a scratch database,
// against what is there.
#pragma once

#include <runner/catalog.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/scratch.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace runner {

/// An object that differs: `added` is in the database alone, `removed` in what the files build
/// alone.
struct Drift {
    catalog::ObjectChange change;
    std::string expected; ///< SQL of what the files build; empty: nothing
    std::string actual;   ///< SQL of what the database has; empty: nothing
};

struct DriftRequest {
    ScratchOptions scratch;
    /// Shell patterns (`*`, `?`, `[…]`) on "KIND NAME" as catalog::title() has it; one without a
    /// kind is for all of them. What is part of a table is ignored with it.
    std::vector<std::string> ignore;
};

struct DriftReport {
    std::vector<Drift> drifts;
    std::size_t ignored = 0;    ///< differences that a pattern fits
    std::size_t objects = 0;    ///< compared
    std::size_t migrations = 0; ///< that were run
};

/// Of the database the history and the schema are read, nothing is written. A migration whose file
/// was edited or is gone is run from the text that the history keeps. Hooks and seeds do not run.
/// Throws Error{history} when neither a file nor a text is there, Error{statement} when a migration
/// that is applied does not run in scratch.
[[nodiscard]] DriftReport
find_drift(const Options& options, Observer& observer, const DriftRequest& request);

} // namespace runner
