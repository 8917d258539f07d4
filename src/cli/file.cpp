// C streams, because they say why reading failed.
#include "cli/file.hpp"

#include <runner/error.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace runner::cli {
namespace {

struct Close {
    void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
};

[[noreturn]] void refuse(const std::string& name) {
    const auto reason = std::generic_category().message(errno);
    throw Error(ErrorKind::usage, name + " cannot be read: " + reason);
}

} // namespace

std::string read_file(const std::filesystem::path& path) {
    const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
    if (file == nullptr) {
        refuse(path.string());
    }
    std::string result;
    std::array<char, 65536> buffer{};
    std::size_t count = 0;
    do {
        errno = 0;
        count = std::fread(buffer.data(), 1, buffer.size(), file.get());
        result.append(buffer.data(), count);
    } while (count > 0);
    if (std::ferror(file.get()) != 0) {
        refuse(path.string());
    }
    return result;
}

} // namespace runner::cli
