#include "discover/text_file.hpp"

#include "discover/unfit_byte.hpp"
#include "parse/checksum.hpp"
#include "parse/long_search.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runner {
namespace {

// As much as is checked, and then hashed while the cache holds it.
constexpr std::size_t step_bytes = std::size_t{1} << 17;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}

    ~Descriptor() {
        if (value_ >= 0) {
            close(value_);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int value() const noexcept { return value_; }

private:
    int value_;
};

[[noreturn]] void refuse(const std::filesystem::path& shown, const std::string& message) {
    throw Error(ErrorKind::source, message, Location{shown, {0, 0}, {}});
}

/// Reads up to `most` bytes; fewer mean the end of the file.
std::size_t
read_into(int descriptor, const std::filesystem::path& shown, char* to, std::size_t most) {
    for (;;) {
        const auto got = read(descriptor, to, most);
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            refuse(shown, fmt::format("cannot read: {}", std::strerror(errno)));
        }
    }
}

std::string read_bytes(int descriptor, const std::filesystem::path& shown, std::size_t most) {
    std::string bytes(most, '\0');
    std::size_t filled = 0;
    while (filled < most) {
        const auto got = read_into(descriptor, shown, bytes.data() + filled, most - filled);
        if (got == 0) {
            break;
        }
        filled += got;
    }
    bytes.resize(filled);
    return bytes;
}

bool continues_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// `at` or a little before it: no character stands on both sides of what is returned.
std::size_t between_characters(std::string_view text, std::size_t at) noexcept {
    constexpr std::size_t longest = 4;
    for (std::size_t back = 0; at < text.size() && back < longest; ++back) {
        if (!continues_character(text[at - back])) {
            return at - back;
        }
    }
    return at;
}

[[noreturn]] void
refuse_byte(const Text& text, const std::filesystem::path& shown, std::size_t offset) {
    const char byte = text.view()[offset];
    const bool nul = byte == '\0';
    // UTF-16 begins with a mark that is not UTF-8, or has a NUL beside each western letter.
    const bool wide = nul ? offset < 2 : offset == 0 && (byte == '\xFE' || byte == '\xFF');
    throw Error(
        ErrorKind::source,
        fmt::format(
            "{}{} at byte {}",
            nul ? "a NUL byte" : "a byte that is not valid UTF-8",
            wide  ? " (is this file UTF-16? save it as UTF-8)"
            : nul ? ""
                  : " (save the file as UTF-8)",
            offset
        ),
        Location{shown, text.position(offset), {}}
    );
}

/// The text with its checksum, if every byte of it is fit.
SummedText checked(Text text, const std::filesystem::path& shown) {
    RunningChecksum sum;
    const auto bytes = text.view();
    std::size_t released = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end = between_characters(bytes, std::min(begin + step_bytes, bytes.size()));
        const auto step = bytes.substr(begin, end - begin);
        if (const auto unfit = unfit_byte(step)) {
            refuse_byte(text, shown, begin + *unfit);
        }
        sum.add(step);
        begin = end;
        if (begin - released >= held_bytes || begin == bytes.size()) {
            text.release({released, begin - released});
            released = begin;
        }
    }
    return {std::move(text), sum.result()};
}

} // namespace

SummedText checked_text(std::string bytes, const std::filesystem::path& shown) {
    if (bytes.starts_with(byte_order_mark)) {
        bytes.erase(0, byte_order_mark.size());
    }
    return checked(Text(std::move(bytes)), shown);
}

SummedText map_text(int descriptor, const std::filesystem::path& shown, Span bytes) {
    const auto in_page = bytes.offset % static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto length = in_page + bytes.length;
    const auto from = static_cast<off_t>(bytes.offset - in_page);
    void* start = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor, from);
    if (start == MAP_FAILED) {
        refuse(shown, fmt::format("cannot map: {}", std::strerror(errno)));
    }
    const std::shared_ptr<const void> owner(start, [length](const void* mapped) {
        munmap(const_cast<void*>(mapped), length);
    });
    std::string_view view(static_cast<const char*>(start) + in_page, bytes.length);
    view.remove_prefix(view.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    return checked(Text(owner, view), shown);
}

SummedText
read_text_file(int folder, const char* name, const std::filesystem::path& shown, EntryType type) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const Descriptor file(openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.value() < 0) {
        refuse(shown, fmt::format("cannot open: {}", std::strerror(errno)));
    }
    if (type == EntryType::regular) {
        std::array<char, 16384> start; // most files are smaller, and one read sees that
        const auto got = read_into(file.value(), shown, start.data(), start.size());
        if (got < start.size()) {
            return checked_text(std::string(start.data(), got), shown);
        }
        lseek(file.value(), 0, SEEK_SET);
    }

    struct stat facts {};

    if (fstat(file.value(), &facts) != 0) {
        refuse(shown, fmt::format("cannot read: {}", std::strerror(errno)));
    }
    if (S_ISDIR(facts.st_mode)) {
        refuse(shown, "is a folder; a file was expected");
    }
    if (!S_ISREG(facts.st_mode)) {
        refuse(shown, "is a device, pipe or socket; a file was expected");
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    return size < mapped_from ? checked_text(read_bytes(file.value(), shown, size), shown)
                              : map_text(file.value(), shown, {0, size});
}

} // namespace runner
