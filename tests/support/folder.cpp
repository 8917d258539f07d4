// Every mistake throws: a test that writes nowhere would prove nothing.
#include "support/folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace runner::test {

namespace fs = std::filesystem;

Folder::Folder() {
    std::string name = fs::temp_directory_path() / "runner-folder-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored; // the system clears its temporary folder in the end
    fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

void Folder::remove(const std::string& name) const {
    if (fs::remove_all(path_ / name) == 0) {
        throw std::runtime_error("there is no " + (path_ / name).string());
    }
}

std::string Folder::read(const std::string& name) const {
    std::ifstream stream(path_ / name, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + (path_ / name).string());
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace runner::test
