// A temporary folder with files.
#pragma once

#include <filesystem>
#include <string>

namespace runner::test {

/// There from construction to destruction, with everything in it.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Creates or replaces a file, and the folders above it.
    void write(const std::string& name, const std::string& text) const;
    /// A file, or a folder with all its files. Throws std::runtime_error when it is not there.
    void remove(const std::string& name) const;
    [[nodiscard]] std::string read(const std::string& name) const;

private:
    std::filesystem::path path_;
};

} // namespace runner::test
