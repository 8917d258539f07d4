// The migration files of a folder or a commit, as they are: nothing here is refused, because what
// looks at a branch has to see two files with one version.
#pragma once

#include "discover/file_name.hpp"
#include "git/repository.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>
#include <runner/options.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace runner {

struct TreeFile {
    std::filesystem::path path; ///< as shown to people
    MigrationFileName name;
    Version version; ///< 0 of a repeatable
    Text text;
    Checksum checksum;
};

/// By file name, without the folder.
using Tree = std::map<std::string, TreeFile>;

/// What is on the disk. What cannot be read, or has a name that does not fit, goes into
/// `complaints`. Throws Error{usage} without the folder.
[[nodiscard]] Tree folder_tree(const Options& options, std::vector<Complaint>& complaints);

/// The folder at a commit, and the name it is shown under.
struct Commit {
    std::string id;
    std::string shown;
};

/// The same folder at each of the commits. Names that do not fit are left out.
[[nodiscard]] std::vector<Tree>
commit_trees(const git::Repository& repository, const std::vector<Commit>& commits);

} // namespace runner
