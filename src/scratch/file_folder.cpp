#include "scratch/file_folder.hpp"

#include <runner/error.hpp>

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace runner::scratch {

FileFolder::FileFolder(const std::filesystem::path& place) {
    std::error_code none;
    auto name = (place.empty() ? std::filesystem::temp_directory_path(none) : place) /
                "runner-files-XXXXXX";
    std::string text = name.string();
    if (mkdtemp(text.data()) == nullptr) {
        throw Error(ErrorKind::usage, "cannot make a folder like " + text);
    }
    path_ = text;
}

FileFolder::~FileFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void FileFolder::write(const std::string& name, std::string_view text) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
        throw Error(ErrorKind::usage, "cannot write " + (path_ / name).string());
    }
}

} // namespace runner::scratch
