// The corpus of the fuzzing targets as a test: every file, through both targets.
//
// usage: replay FOLDER...
#include "promises.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

namespace runner::fuzz {
namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool passes(const std::filesystem::path& path) {
    const auto bytes = contents(path);
    try {
        check_splitting(bytes);
        check_script(bytes);
        return true;
    } catch (const std::exception& failure) {
        std::printf("%s: %s\n", path.c_str(), failure.what());
        return false;
    }
}

int replay(std::span<const char* const> folders) {
    int passed = 0;
    int failed = 0;
    for (const auto* folder : folders) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            ++(passes(entry.path()) ? passed : failed);
        }
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}

} // namespace
} // namespace runner::fuzz

int main(int count, char** words) {
    const std::span<const char* const> all(words, static_cast<std::size_t>(count));
    return runner::fuzz::replay(all.subspan(1));
}
