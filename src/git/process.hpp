// Runs git to its end. The program is git and nothing else, found through PATH, never through a
// shell: what a repository holds, its file names included, is only ever data.
#pragma once

#include "program/program.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace runner::git {

/// `input` is what git reads. Throws Error{usage} when there is no git to run.
[[nodiscard]] program::Outcome
run(const std::filesystem::path& folder,
    const std::vector<std::string>& arguments,
    std::string_view input = {});

} // namespace runner::git
