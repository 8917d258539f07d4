#include "discover/text_file.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace runner {
namespace {

// Below this, reading is cheaper than mapping and safe from somebody else's write.
constexpr std::size_t mapped_from = std::size_t{1} << 20;

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

Text map_whole(int descriptor, const std::filesystem::path& shown, std::size_t size) {
    void* start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (start == MAP_FAILED) {
        refuse(shown, fmt::format("cannot map: {}", std::strerror(errno)));
    }
    const std::shared_ptr<const void> owner(start, [size](const void* mapped) {
        munmap(const_cast<void*>(mapped), size);
    });
    std::string_view bytes(static_cast<const char*>(start), size);
    return {owner, bytes.substr(bytes.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0)};
}

void check_text(const Text& text, const std::filesystem::path& shown) {
    const auto bytes = text.view();
    const auto at = [&](std::size_t offset, std::string_view what) {
        throw Error(
            ErrorKind::source,
            fmt::format("{} at byte {}", what, offset),
            Location{shown, text.position(offset), {}}
        );
    };
    if (const auto* nul = static_cast<const char*>(std::memchr(bytes.data(), 0, bytes.size()));
        nul != nullptr) {
        const auto offset = static_cast<std::size_t>(nul - bytes.data());
        // Every second byte is NUL in UTF-16 text of a western language.
        at(offset,
           offset < 2 ? "a NUL byte (is this file UTF-16? save it as UTF-8)" : "a NUL byte");
    }
    if (const auto offset = invalid_utf8(bytes)) {
        at(*offset, "a byte that is not valid UTF-8 (save the file as UTF-8)");
    }
}

} // namespace

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
    if (size < mapped_from) {
        return checked_text(read_bytes(file.value(), shown, size), shown);
    }
    auto text = map_whole(file.value(), shown, size);
    check_text(text, shown);
    return text;
}

Text checked_text(std::string bytes, const std::filesystem::path& shown) {
    if (bytes.compare(0, 3, "\xEF\xBB\xBF") == 0) {
        bytes.erase(0, 3);
    }
    Text text(std::move(bytes));
    if (!text.view().empty()) {
        check_text(text, shown);
    }
    return text;
}

std::optional<std::size_t> invalid_utf8(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
    std::size_t at = 0;
    while (at < text.size()) {
        // Eight bytes of ASCII at a time.
        std::uint64_t word = 0;
        while (at + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if ((word & 0x8080808080808080U) != 0) {
                break;
            }
            at += sizeof word;
        }
        const auto first = byte(at);
        const auto second = byte(at + 1);
        if (at >= text.size() || first < 0x80) {
            ++at;
        } else if (first >= 0xC2 && first <= 0xDF && continues(at + 1)) {
            at += 2;
        } else if (first >= 0xE0 && first <= 0xEF && continues(at + 1) && continues(at + 2) && (first != 0xE0 || second >= 0xA0) && (first != 0xED || second <= 0x9F)) {
            at += 3; // neither overlong nor a surrogate
        } else if (first >= 0xF0 && first <= 0xF4 && continues(at + 1) && continues(at + 2) && continues(at + 3) && (first != 0xF0 || second >= 0x90) && (first != 0xF4 || second <= 0x8F)) {
            at += 4;
        } else {
            return at;
        }
    }
    return std::nullopt;
}

} // namespace runner
