// Folders -> Sources. The only room that reads the disk.
#pragma once

#include <runner/migration.hpp>
#include <runner/options.hpp>

namespace runner {

/// Reads both folders; every file's header and checksum, no bodies. A missing seeds folder is an
/// empty one. Throws Error{usage} when the migrations folder is missing, Error{source} with a
/// complaint for everything that is wrong in both folders.
[[nodiscard]] Sources discover(const Options& options);

} // namespace runner
