// Many old migrations as one: a new database is built in one step, and one that has run them is
// none the wiser.
#pragma once

#include <runner/migration.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/scratch.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

struct SquashRequest {
    ScratchOptions scratch;
    Version version; ///< the last one that goes in
    /// Of the new pair, behind the number of the last one.
    std::string name = "baseline";
    bool dry_run = false; ///< the proof alone
};

struct Squashed {
    std::string label;                        ///< "900_baseline"
    std::vector<std::filesystem::path> files; ///< the new pair
    std::filesystem::path archive;            ///< the folder into which the old files went
    std::vector<std::filesystem::path> moved; ///< as they were called before
    std::size_t migrations = 0;
    std::size_t behind = 0; ///< migrations above them, which were run on both
    std::size_t objects = 0;
    std::size_t tables = 0; ///< with rows that the migrations had written
    std::size_t rows = 0;
    std::vector<std::string> roles;          ///< that the migrations make, and the pair as well
    std::optional<std::string> irreversible; ///< why there is no way down
    std::chrono::milliseconds before{0};     ///< to build a new database from the old files
    std::chrono::milliseconds after{0};      ///< from the new one
};

/// Builds a scratch database from the migrations up to `version`, writes what is in it (schema,
/// rows and sequences) as one migration with the number of the last one, and proves that this
/// builds the same, also with all that comes behind. Then the old files go into `archive/VERSION`
/// of the migrations folder, by `git mv` where git has them, and runner.sum follows. `@replaces`
/// lines in the new file make databases that have run the old ones see it as applied.
///
/// Throws Error{usage} when there is nothing to put together, or something whose outcome is not the
/// same everywhere (`@env`, `@vars`); Error{finding} when the proof does not hold; Error{statement}
/// when a file does not run. Nothing is moved or written then.
[[nodiscard]] Squashed
squash_migrations(const Options& options, Observer& observer, const SquashRequest& request);

} // namespace runner
