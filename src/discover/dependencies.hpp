// What @depends names, found among the files.
#pragma once

#include "discover/folder.hpp"

#include <runner/migration.hpp>

namespace runner {

/// Says of every dependency which file it is. Complains about those that are none, and about files
/// that depend on themselves, be it through others.
void resolve_dependencies(Sources& sources, Complaints& complaints);

} // namespace runner
