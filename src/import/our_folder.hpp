// What is to be written against what is in our folder already.
#pragma once

#include "import/finishing.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

namespace runner::foreign {

struct Comparison {
    std::vector<bool> is_here; ///< for each file
    /// About files that are there with another text, by version.
    std::multimap<Version, Complaint> differing;
};

/// Throws Error{source} when one of the versions is somebody else's there.
[[nodiscard]] Comparison compare_with_folder(const Finished& finished, const Options& options);

/// Throws Error{usage} when `folder`, where the other tool has its files, is ours as well and one
/// of them cannot stay as it is.
void require_place(
    const Finished& finished,
    std::string_view tool,
    const std::filesystem::path& folder,
    const Options& options
);

} // namespace runner::foreign
