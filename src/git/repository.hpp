// What a git repository knows of one of its folders. Knows nothing of migrations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace runner::git {

class Repository {
public:
    /// The one that `folder` is in. Throws Error{usage} when there is none, or no git.
    explicit Repository(std::filesystem::path folder);

    /// The full name of the commit. Throws Error{usage} for what is no commit here, and for what
    /// git could take for an option.
    [[nodiscard]] std::string commit(const std::string& name) const;

    /// Where two branches parted. Throws Error{usage} when that is not known here.
    [[nodiscard]] std::string merge_base(const std::string& one, const std::string& other) const;

    /// Name -> object of the files that stand in the folder itself at that commit; empty when it
    /// had no such folder.
    [[nodiscard]] std::map<std::string, std::string> files(const std::string& commit) const;

    /// Whether the index has the file, which stands in the folder itself.
    [[nodiscard]] bool is_tracked(const std::string& file) const;

    /// Seconds since 1970, when it came in; empty when no commit of this branch brought it.
    [[nodiscard]] std::optional<std::int64_t> committed_at(const std::string& file) const;

    /// On the disk and in the index. Throws Error{usage} when git refuses.
    void move(const std::string& from, const std::string& to) const;

    /// Object -> bytes.
    [[nodiscard]] std::map<std::string, std::string>
    contents(const std::vector<std::string>& objects) const;

private:
    [[nodiscard]] std::string ask(const std::vector<std::string>& arguments) const;

    std::filesystem::path folder_;
    std::string prefix_; ///< of the folder below the top: "app/migrations/", or empty
};

} // namespace runner::git
