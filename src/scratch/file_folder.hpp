// A temporary folder of files, such as the migrations that a database has seen.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace runner::scratch {

/// A new folder for them, gone with the object: in `place`, or where temporary files are.
class FileFolder {
public:
    /// Throws Error{usage}.
    explicit FileFolder(const std::filesystem::path& place = {});
    ~FileFolder();
    FileFolder(const FileFolder&) = delete;
    FileFolder& operator=(const FileFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// Throws Error{usage}.
    void write(const std::string& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

} // namespace runner::scratch
