// A folder and what lies in it, and the complaints about that.
#pragma once

#include "discover/text_file.hpp"
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <dirent.h>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

using Complaints = std::vector<Complaint>;

/// About a file as a whole.
void complain(
    Complaints& complaints, const std::filesystem::path& file, const std::string& message
);

/// About a place in a file.
void complain(
    Complaints& complaints, const Script& script, std::size_t offset, const std::string& message
);

/// About two files with one version. `way_out`: what to do about it.
void complain_about_clash(
    Complaints& complaints,
    const Version& version,
    const std::filesystem::path& first,
    const std::filesystem::path& second,
    std::string_view way_out
);

/// Everything that `error` says is wrong.
void take_over(Complaints& complaints, const Error& error);

struct Entry {
    std::string name;
    bool link = false;
    EntryType type = EntryType::unknown;
};

/// An open folder: its descriptor outlives the listing, so that files are opened relative to it.
class OpenFolder {
public:
    /// When it could not be opened, errno says why.
    explicit OpenFolder(const std::filesystem::path& path);
    ~OpenFolder();
    OpenFolder(const OpenFolder&) = delete;
    OpenFolder& operator=(const OpenFolder&) = delete;

    [[nodiscard]] bool opened() const noexcept { return stream_ != nullptr; }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// Sorted by name; without hidden files and what has none of the `endings`.
    [[nodiscard]] std::vector<Entry> entries(std::initializer_list<std::string_view> endings);

    /// Links may point around inside the folder (a mounted ConfigMap is made of them), not out of
    /// it.
    [[nodiscard]] bool leads_outside(const Entry& entry) const;

    /// With header and checksum when it is a script of a `kind`. Empty when that gave a complaint.
    [[nodiscard]] std::optional<Script>
    read(const Entry& entry, const std::optional<ScriptKind>& kind, Complaints& complaints) const;

private:
    [[nodiscard]] int descriptor() const noexcept;

    std::filesystem::path path_;
    DIR* stream_;
};

} // namespace runner
