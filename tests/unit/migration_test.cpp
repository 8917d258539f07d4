// The vocabulary: versions as numbers, checksums as text, positions in characters.
#include "support/folder.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

using namespace runner;

namespace {

constexpr std::size_t file_bytes = std::size_t{4} << 20;

/// A mapped file between two pages that are not its own.
class MappedFile {
public:
    MappedFile() {
        std::string content;
        while (content.size() < file_bytes) {
            content += "-- line " + std::to_string(content.size()) + "\n";
        }
        content.resize(file_bytes);
        folder_.write("file", content);
        const int file = open((folder_.path() / "file").c_str(), O_RDONLY | O_CLOEXEC);
        around_ = static_cast<char*>(mmap(
            nullptr,
            file_bytes + 2 * page_,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS,
            -1,
            0
        ));
        std::memset(around_, 'n', file_bytes + 2 * page_);
        mmap(around_ + page_, file_bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0);
        close(file);
        content_ = content;
    }

    ~MappedFile() { munmap(around_, file_bytes + 2 * page_); }

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    /// From the byte `begin` on.
    [[nodiscard]] Text text(std::size_t begin) const {
        const std::shared_ptr<const void> owner(around_, [](const void*) {});
        return {owner, std::string_view(around_ + page_ + begin, file_bytes - begin)};
    }

    [[nodiscard]] std::string_view content() const { return content_; }

    [[nodiscard]] bool neighbours_are_whole() const {
        return std::string_view(around_, page_) == std::string(page_, 'n') &&
               std::string_view(around_ + page_ + file_bytes, page_) == std::string(page_, 'n');
    }

    /// How much of the file is in our memory, as the system sees it.
    [[nodiscard]] std::size_t resident() const {
        std::ifstream maps("/proc/self/smaps");
        std::ostringstream address;
        address << std::hex << reinterpret_cast<std::uintptr_t>(around_ + page_) << "-";
        std::size_t kilobytes = 0;
        for (std::string line; std::getline(maps, line);) {
            if (line.starts_with(address.str())) {
                while (std::getline(maps, line) && !line.starts_with("Rss:")) {
                }
                std::istringstream(line.substr(4)) >> kilobytes;
                return kilobytes * 1024;
            }
        }
        throw std::runtime_error("the mapping is not there");
    }

private:
    test::Folder folder_;
    std::size_t page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    char* around_ = nullptr;
    std::string content_;
};

} // namespace

TEST_CASE("A version is its number, whatever its width") {
    CHECK(Version::from("007") == Version::from("7"));
    CHECK(Version::from("000")->digits == "0");
    CHECK(*Version::from("9") < *Version::from("10"));
    CHECK(*Version::from("99999999999999999999") < *Version::from("100000000000000000000"));
    CHECK_FALSE(Version::from(""));
    CHECK_FALSE(Version::from("1a"));
    CHECK_FALSE(Version::from("-1"));
}

TEST_CASE("A checksum is written with its algorithm and read back") {
    const Checksum checksum{0x0123456789abcdefU, 1};
    CHECK(checksum.text() == "xxh3-128:0123456789abcdef0000000000000001");
    CHECK(Checksum::from(checksum.text()) == checksum);
    CHECK_FALSE(Checksum::from("md5:0123456789abcdef0000000000000001"));
    CHECK_FALSE(Checksum::from("xxh3-128:0123456789abcdef000000000000000g"));
    CHECK_FALSE(Checksum::from("xxh3-128:01"));
}

TEST_CASE("Columns count characters, lines end at line feeds") {
    const Text text(std::string("ab\r\n\xC3\xA9\xE2\x82\xAC"
                                "x\nlast"));
    CHECK(text.position(0) == Position{1, 1});
    CHECK(text.position(4) == Position{2, 1});
    CHECK(text.position(9) == Position{2, 3});
    CHECK(text.position(1000) == Position{3, 5});
    CHECK(text.line(0) == "ab");
    CHECK(text.line(9) == "\xC3\xA9\xE2\x82\xACx");
    CHECK(text.line(1000) == "last");
}

TEST_CASE("The server's characters become bytes") {
    const std::string text = "x\xC3\xA9y\xF0\x9F\x99\x82z";
    CHECK(byte_of_character(text, 0, 0) == 0);
    CHECK(byte_of_character(text, 0, 2) == 3);
    CHECK(byte_of_character(text, 0, 4) == 8);
    CHECK(byte_of_character(text, 3, 1) == 4);
    CHECK(byte_of_character(text, 0, 99) == text.size());
}

TEST_CASE("A line of megabytes is cut where a character begins") {
    std::string longest(239, 'x');
    longest += "\xC3\xA9";
    longest += std::string(100000, 'y');
    CHECK(Text(longest).line(0) == std::string(239, 'x'));
}

TEST_CASE("Bytes that were given back are read again when somebody asks") {
    const MappedFile file;
    const auto text = file.text(0);
    REQUIRE(text.view() == file.content());
    REQUIRE(file.resident() == file_bytes);
    text.release({0, text.view().size()});
    CHECK(file.resident() == 0);
    CHECK(text.view() == file.content());
    CHECK(file.neighbours_are_whole());
}

TEST_CASE("Spans one behind the other leave nothing in memory") {
    // Asking the system is slow under a sanitizer.
    constexpr std::size_t looked_at = std::size_t{512} << 10;
    // The second one is what is left of a file with a byte order mark.
    for (const std::size_t begin : {0U, 3U}) {
        for (const std::size_t step : {1000U, 4096U, 65536U, 100000U, 1U << 20U}) {
            CAPTURE(begin, step);
            const MappedFile file;
            const auto text = file.text(begin);
            std::size_t most = 0;
            for (std::size_t at = 0; at < text.view().size(); at += step) {
                REQUIRE(text.view().substr(at, step) == file.content().substr(begin + at, step));
                text.release({at, step});
                if (at / looked_at != (at + step) / looked_at) {
                    most = std::max(most, file.resident());
                }
            }
            CHECK(file.resident() == 0);
            CHECK(most <= step + std::size_t{128} * 1024);
            CHECK(file.neighbours_are_whole());
        }
    }
}

TEST_CASE("Only what lies in the text can be given back") {
    const MappedFile file;
    const auto text = file.text(3);
    const auto size = text.view().size();
    REQUIRE(text.view() == file.content().substr(3));
    text.release({0, 0});
    text.release({size / 2, 0});
    CHECK(file.resident() == file_bytes);
    text.release({size / 2, static_cast<std::size_t>(-1)});
    CHECK(file.resident() <= file_bytes / 2 + 3);
    CHECK(file.resident() >= file_bytes / 2 - 65536);
    text.release({static_cast<std::size_t>(-1), static_cast<std::size_t>(-1)});
    text.release({0, size});
    CHECK(file.resident() == 0);
    CHECK(file.neighbours_are_whole());
}

TEST_CASE("Bytes that are not mapped are kept") {
    const std::string bytes(file_bytes, 'x');
    const Text text(bytes);
    text.release({0, bytes.size()});
    CHECK(text.view() == bytes);
    CHECK_FALSE(text.is_mapped());
    const Text empty;
    empty.release({0, 1});
    CHECK(empty.view().empty());
}

TEST_CASE("Finding a line far behind leaves what stands before it out of memory") {
    const MappedFile file;
    const auto text = file.text(0);
    const auto line_end = file.content().rfind('\n', file_bytes - 100);
    const auto position = text.position(line_end + 1);
    CHECK(position.column == 1);
    CHECK(
        position.line == 1 + static_cast<std::size_t>(std::count(
                                 file.content().begin(),
                                 file.content().begin() + static_cast<std::ptrdiff_t>(line_end + 1),
                                 '\n'
                             ))
    );
    CHECK(file.resident() <= std::size_t{128} * 1024);
}

TEST_CASE("A line is shown as far as it fits, without its ending") {
    const std::string full(240, 'x');
    const std::pair<std::string, std::string> cases[] = {
        {"", ""},
        {"\r\n", ""},
        {"a\r", "a"},
        {full, full},
        {full + "\r\nnext", full},
        {full + "\nnext", full},
        {full + "y", full},
        {full + "y\r\n", full},
        {full.substr(1) + "\r\r\n", full.substr(1) + "\r"},
        {full.substr(1) + "\xC3\xA9\n", full.substr(1)},
        {full.substr(2) + "\xC3\xA9\n", full.substr(2) + "\xC3\xA9"},
        {full.substr(2) + "\xE2\x82\xAC\r\n", full.substr(2)}};
    for (const auto& [line, shown] : cases) {
        for (const std::string before : {"", "before\n"}) {
            const Text text(before + line);
            CAPTURE(before, line);
            CHECK(text.line(before.size()) == shown);
            const auto ending = line.find_first_of("\r\n");
            CHECK(text.line(before.size() + std::min(ending, line.size())) == shown);
        }
    }
}
