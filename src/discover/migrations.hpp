// The migrations folder -> pairs, repeatables, orphans.
#pragma once

#include "discover/folder.hpp"
#include "discover/sources.hpp"

#include <runner/migration.hpp>
#include <runner/options.hpp>

namespace runner {

/// Adds to `sources`, sorted, and to the complaints. Verify scripts are only known to be there,
/// down files unless `downs` says to read them. Throws Error{usage} when there is no such folder.
void collect_migrations(
    Sources& sources, const Options& options, Downs downs, Complaints& complaints
);

} // namespace runner
