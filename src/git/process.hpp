// Runs git to its end. The program is git and nothing else, found through PATH, never through a
// shell: what a repository holds, its file names included, is only ever data.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace runner::git {

struct Outcome {
    int status = 0;        ///< exit status, or 128 plus the signal that ended it
    std::string output;    ///< standard output
    std::string complaint; ///< standard error
};

/// `input` is what git reads. Throws Error{usage} when there is no git to run.
[[nodiscard]] Outcome
run(const std::filesystem::path& folder,
    const std::vector<std::string>& arguments,
    std::string_view input = {});

} // namespace runner::git
