#include "text_checks.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace runner::fuzz {
namespace {

bool is_inside(const Position& position, std::string_view text) {
    for (std::size_t line = 1; line < position.line; ++line) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(end + 1);
    }
    const auto line = text.substr(0, text.find('\n'));
    const auto characters = std::count_if(line.begin(), line.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
    return position.line > 0 && position.column > 0 &&
           position.column <= static_cast<std::size_t>(characters) + 1;
}

} // namespace

Text tight_text(std::string_view bytes) {
    // A mapping like that of a file, because pages behind the reader are given back and read again,
    // and a page behind it that nobody may touch.
    static const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto size = (bytes.size() + page - 1) / page * page;
    const auto front = size - bytes.size();
    auto* begin =
        static_cast<char*>(mmap(nullptr, size + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        );
    const int file = memfd_create("text", MFD_CLOEXEC);
    const bool mapped =
        begin != MAP_FAILED && file >= 0 && ftruncate(file, static_cast<off_t>(size)) == 0 &&
        pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(front)) ==
            static_cast<ssize_t>(bytes.size()) &&
        (size == 0 || mmap(begin, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) != MAP_FAILED);
    close(file);
    if (!mapped) {
        throw std::runtime_error("no memory for a text");
    }
    const std::shared_ptr<const void> owner(begin, [all = size + page](const void* address) {
        munmap(const_cast<void*>(address), all);
    });
    return {owner, {begin + front, bytes.size()}};
}

void check_error(const Error& error, std::string_view text) {
    promise(error.kind() == ErrorKind::source, "an error is about the source");
    for (const auto& complaint : error.every_complaint()) {
        promise(!complaint.message.empty(), "an error has words");
        promise(complaint.location.has_value(), "an error says where");
        promise(is_inside(complaint.location->position, text), "an error is inside the text");
    }
}

std::string with_line_feeds(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) != "\r\n") {
            result += text[at];
        }
    }
    return result;
}

} // namespace runner::fuzz
