// One migration, with all that files and history know of it.
#pragma once

#include <runner/changes.hpp>
#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>
#include <runner/status.hpp>

#include <optional>
#include <string>
#include <vector>

namespace runner {

/// What its row says besides Applied.
struct RowOrigin {
    std::string origin; ///< "applied", "baselined", "imported"
    std::string run_id;
    std::string runner_version;
    Stored stored;
    /// Of the schema, when it was applied; empty: nothing was found, or nobody looked.
    std::vector<Change> changes;
};

struct ShownScript {
    Script script; ///< with its body
    /// There is no file; the script is the text that was kept when it was applied.
    bool from_history = false;
    std::vector<Statement> statements;
    std::string diff; ///< unified, kept text against the file; empty: the same, or not known
};

struct Shown {
    MigrationStatus status; ///< label, state, row
    std::optional<ShownScript> up;
    std::optional<ShownScript> down;
    std::optional<RowOrigin> origin; ///< of an applied one
};

/// `target` is a version. Read rights are enough. Throws Error{usage} when it is neither a file nor
/// applied, Error{source} when its file cannot be read.
[[nodiscard]] Shown show(const Options& options, Observer& observer, const Target& target);

} // namespace runner
