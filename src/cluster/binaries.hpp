// Finds the PostgreSQL server programs that are installed on this machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace runner::cluster {

struct Binaries {
    std::filesystem::path folder; ///< holds initdb, pg_ctl, postgres
    int major = 0;                ///< 15
};

/// Newest first. `RUNNER_PG_BIN` names one folder and ends the search.
[[nodiscard]] std::vector<Binaries> installed_binaries();

/// Those in one folder. Throws Error{usage} when it does not hold all of them; `name` says where
/// the folder was named: "--pg-bin ".
[[nodiscard]] Binaries binaries_in(const std::filesystem::path& folder, const std::string& name);

/// The ones for a data directory of this major version, or the newest when `major` is 0.
/// Throws Error{usage} that says what to install.
[[nodiscard]] Binaries find_binaries(int major = 0);

} // namespace runner::cluster
