// A conversion -> files of ours, each of them proved to be readable.
#pragma once

#include "import/conversion.hpp"

#include <runner/migration.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace runner::foreign {

struct FinishedFile {
    Version version;
    std::filesystem::path path; ///< in our folder
    std::filesystem::path source;
    std::string text;
};

struct FinishedMigration {
    std::string key;
    Migration migration; ///< the up file with its body
};

struct Finished {
    std::vector<FinishedFile> files;           ///< in the order of their numbers
    std::vector<FinishedMigration> migrations; ///< sorted by version
    std::vector<Complaint> remarks;
};

/// Throws Error{source} when two files have one version, or when a file could not even be found in
/// our folder afterwards. What reads well but would not run is a remark.
[[nodiscard]] Finished finish(const Conversion& conversion, const std::filesystem::path& folder);

} // namespace runner::foreign
