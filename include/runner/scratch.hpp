// Throwaway databases: where migrations are tried and schemas are built to be looked at.
#pragma once

#include <runner/options.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace runner {

/// Where scratch databases are made. The default is a private PostgreSQL of the newest version that
/// is installed, in a temporary folder; both are gone afterwards, after a crash and SIGKILL, too.
struct ScratchOptions {
    /// Folder of the server programs (initdb, postgres); empty: the newest found.
    std::filesystem::path pg_bin;
    /// A server to use instead, as Options::database_url; databases called `runner_scratch_…` are
    /// made there and dropped. Not `embedded:DIR`. Excludes pg_bin.
    std::string url;
};

/// Databases on the server of `url` that a killed run has left behind: their names are ours, and
/// the run that made them no longer holds its lock.
[[nodiscard]] std::vector<std::string>
scratch_leftovers(const ScratchOptions& scratch, const Options& options);

/// Drops those of `names` that are leftovers still, and no others. Returns them.
std::vector<std::string> drop_scratch_leftovers(
    const ScratchOptions& scratch, const Options& options, const std::vector<std::string>& names
);

} // namespace runner
