// Folders -> Sources. The only room that reads the disk.
#pragma once

#include <runner/migration.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <vector>

namespace runner {

/// Whether down files are read, or only known to be there. `up` needs those of pending migrations
/// only, and a start with nothing to do would spend half its time on the others.
enum class Downs { read, leave };

/// Reads both folders; every file's header and checksum, no bodies; no verify scripts. A missing
/// seeds folder is an empty one. Throws Error{usage} when the migrations folder is missing,
/// Error{source} with a complaint for everything that is wrong in both folders.
[[nodiscard]] Sources discover(const Options& options, Downs downs = Downs::read);

/// Reads the down files and verify scripts that discover() left, of these steps. Throws
/// Error{source} likewise.
void read_companions(std::vector<Step>& steps);

/// Reads every verify script, likewise.
void read_verifies(Sources& sources);

} // namespace runner
