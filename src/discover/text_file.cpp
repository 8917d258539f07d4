#include "discover/text_file.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runner {
namespace {

// As much of a mapped file as is in memory while it is checked; what fits a cache is fastest.
constexpr std::size_t step_bytes = std::size_t{1} << 20;
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

void check_text(const Text& text, const std::filesystem::path& shown) {
    const auto bytes = text.view();
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end = between_characters(bytes, std::min(begin + step_bytes, bytes.size()));
        if (const auto unfit = unfit_byte(bytes.substr(begin, end - begin))) {
            refuse_byte(text, shown, begin + *unfit);
        }
        text.release({begin, end - begin});
        begin = end;
    }
}

/// The length of the character that `text` begins with; 0 when it is NUL or there is none.
std::size_t character_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
    const auto first = byte(0);
    const auto second = byte(1);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    if (first < 0xC2 || first > 0xF4 || !continues(1)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_large = first == 0xF4 && second > 0x8F;
    return continues(2) && continues(3) && !overlong && !too_large ? 4 : 0;
}

// Sixteen bytes at once, in the notation GCC and Clang have for it on every processor.
using Bytes [[gnu::vector_size(16)]] = unsigned char;
using Flags [[gnu::vector_size(16)]] = signed char; // what comparing them gives

constexpr std::size_t block_bytes = 64;
// A character goes on at most this far behind its first byte.
constexpr std::size_t bytes_behind = 3;

Bytes load(const char* from) noexcept {
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

bool any(Flags flags) noexcept {
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &flags, sizeof flags);
    return (halves[0] | halves[1]) != 0;
}

bool is_ascii(const char* block) noexcept {
    Bytes together{};
    Flags nul{};
    for (std::size_t at = 0; at < block_bytes; at += sizeof(Bytes)) {
        const auto bytes = load(block + at);
        together |= bytes;
        nul |= bytes == 0;
    }
    return !any(nul | (together >= 0x80));
}

/// Whether a byte is wrong here, given the three before it, which are in front of `block`.
bool has_unfit_byte(const char* block) noexcept {
    Flags unfit{};
    for (std::size_t at = 0; at < block_bytes; at += sizeof(Bytes)) {
        const auto bytes = load(block + at);
        const auto before = load(block + at - 1);
        const Flags continues = (bytes & 0xC0) == 0x80;
        const Flags expected = (before >= 0xC0) | (load(block + at - 2) >= 0xE0) |
                               (load(block + at - bytes_behind) >= 0xF0);
        unfit |= (continues ^ expected) | (bytes == 0);
        unfit |= ((bytes & 0xFE) == 0xC0) | (bytes >= 0xF5);
        unfit |=
            ((before == 0xE0) & (bytes < 0xA0)) | ((before == 0xF0) & (bytes < 0x90)); // overlong
        unfit |= (before == 0xED) & (bytes >= 0xA0); // a surrogate
        unfit |= (before == 0xF4) & (bytes >= 0x90); // too large
    }
    return any(unfit);
}

} // namespace

std::optional<std::size_t> unfit_byte(std::string_view text) noexcept {
    bool ascii = true; // the block before
    // One block more than there are, for a character that the end cuts off.
    for (std::size_t at = 0; at <= text.size(); at += block_bytes) {
        std::array<char, bytes_behind + block_bytes> framed;
        const char* block = text.data() + at;
        if (at == 0 || text.size() - at < block_bytes) {
            framed.fill(' ');
            const auto behind = std::min(at, bytes_behind);
            const auto known = text.substr(at - behind, behind + block_bytes);
            block = framed.data() + bytes_behind;
            std::copy(known.begin(), known.end(), framed.begin() + (bytes_behind - behind));
        }
        const bool ascii_before = std::exchange(ascii, is_ascii(block));
        if ((ascii && ascii_before) || !has_unfit_byte(block)) {
            continue;
        }
        auto begin = at;
        for (std::size_t back = 1; back <= std::min(at, bytes_behind); ++back) {
            if (static_cast<unsigned char>(text[at - back]) >= 0xC0) {
                begin = at - back; // its character may go on in this block
            }
        }
        while (const auto length = character_length(text.substr(begin))) {
            begin += length;
        }
        return begin;
    }
    return std::nullopt;
}

Text checked_text(std::string bytes, const std::filesystem::path& shown) {
    if (bytes.starts_with(byte_order_mark)) {
        bytes.erase(0, byte_order_mark.size());
    }
    Text text(std::move(bytes));
    check_text(text, shown);
    return text;
}

Text map_text(int descriptor, const std::filesystem::path& shown, Span bytes) {
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
    Text text(owner, view);
    check_text(text, shown);
    return text;
}

Text read_text_file(
    int folder, const char* name, const std::filesystem::path& shown, EntryType type
) {
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
