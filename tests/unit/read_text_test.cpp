// Bytes of files and streams -> Text: what they may hold, and where they are kept.
#include "discover/text_file.hpp"
#include "discover/unfit_byte.hpp"
#include "support/folder.hpp"

#include <runner/error.hpp>
#include <runner/files.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace runner;
using namespace runner::test;
namespace fs = std::filesystem;

TEST_CASE("The first byte that is NUL or not UTF-8 is found wherever it stands") {
    const auto good = std::string::npos;
    const std::pair<std::string, std::size_t> cases[] = {
        {"", good},
        {"plain", good},
        {"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82", good},
        {"\xC2\x80 \xDF\xBF", good},
        {"\xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF", good},
        {"\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF", good},
        {std::string(1, '\0'), 0},
        {std::string("a\0b", 3), 1},
        {std::string("\xC3\xA9\0", 3), 2},
        {std::string("\xFF\0", 2), 0},
        {std::string("\0\xFF", 2), 0},
        {"\x80", 0},
        {"\xC3\xA9\x80", 2},
        {"\xF0\x9F\x99\x82\x80", 4},
        {"\xC0\xAF", 0},
        {"\xC1\xBF", 0},
        {"\xC3", 0},
        {"\xC3x", 0},
        {"\xC3\xC3\xA9", 0},
        {"\xE0\x9F\xBF", 0},
        {"\xED\xA0\x80", 0},
        {"\xE2\x82", 0},
        {"\xE2\x82x", 0},
        {"\xE2x\x82", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"\xF0\x9F\x99", 0},
        {"\xF0\x9F\x99x", 0},
        {"\xF0\x9F", 0}};
    const std::string long_run(200, 'x');
    // In front of and behind every border of what is looked at together.
    for (std::size_t before = 0; before < 140; ++before) {
        for (const auto& behind :
             {std::string(), std::string("x"), std::string("\xE2\x82\xAC"), long_run}) {
            for (const std::string filler : {"-", "\xC3\xA9"}) {
                std::string text;
                while (text.size() < before) {
                    text += filler;
                }
                const auto begin = text.size();
                for (const auto& [bytes, offset] : cases) {
                    const auto found = unfit_byte(text + bytes + behind);
                    const auto place = offset == good ? good : begin + offset;
                    if (found.value_or(good) != place) {
                        CAPTURE(before, behind, filler, bytes);
                        CHECK(found.value_or(good) == place);
                    }
                }
            }
        }
    }
    CHECK(unfit_byte(std::string(64, 'x') + "\xC3") == 64);
}

TEST_CASE("Every sequence of bytes is UTF-8 when a decoder gives it back") {
    // A decoder that knows of lengths and limits only, against the library's tables.
    const auto decodes = [](const std::string& bytes) {
        const auto lead = static_cast<unsigned char>(bytes[0]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead == 0 || (lead >= 0x80 && lead < 0xC0) || lead >= 0xF8 || bytes.size() != length) {
            return false;
        }
        std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t at = 1; at < length; ++at) {
            const auto byte = static_cast<unsigned char>(bytes[at]);
            if (byte < 0x80 || byte > 0xBF) {
                return false;
            }
            point = point << 6U | (byte & 0x3FU);
        }
        const std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        return point >= least[length] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    };
    const int bytes[] = {0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF};
    std::size_t valid = 0;
    std::size_t wrong = 0;
    const auto check = [&](const std::string& sequence) {
        const bool expected = decodes(sequence);
        valid += expected ? 1 : 0;
        wrong += unfit_byte(sequence).has_value() == expected ? 1 : 0;
    };
    for (int lead = 0; lead < 256; ++lead) {
        const std::string first(1, static_cast<char>(lead));
        check(first);
        for (const int second : bytes) {
            const auto two = first + static_cast<char>(second);
            if (lead >= 0x80) {
                check(two);
            }
            for (const int third : bytes) {
                if (lead >= 0xE0 || (lead >= 0x80 && lead < 0xC0)) {
                    check(two + static_cast<char>(third));
                }
                for (const int fourth : bytes) {
                    if (lead >= 0xF0) {
                        check(two + static_cast<char>(third) + static_cast<char>(fourth));
                    }
                }
            }
        }
    }
    CHECK(wrong == 0);
    CHECK(valid == 127 + 30 * 6 + (1 * 2 + 14 * 6 + 1 * 4) * 6 + (4 + 3 * 6 + 2) * 6 * 6);
}

TEST_CASE("A large file is checked a step at a time, with characters across the steps") {
    constexpr std::size_t step = std::size_t{1} << 20;
    Folder root;
    const auto path = root.path() / "x.sql";
    const auto read = [&](const std::string& bytes) -> std::string {
        root.write("x.sql", bytes);
        try {
            const auto text = read_text(path);
            return text.is_mapped() && text.view() == bytes ? "good" : "other bytes";
        } catch (const Error& error) {
            return error.what();
        }
    };
    const auto not_utf8 = [](std::size_t offset) {
        return "a byte that is not valid UTF-8 (save the file as UTF-8) at byte " +
               std::to_string(offset);
    };
    for (std::size_t before = step - 4; before <= step; ++before) {
        CAPTURE(before);
        const std::string start(before, 'x');
        CHECK(read(start + "\xF0\x9F\x99\x82" + start) == "good");
        CHECK(read(start + "\xE2\x82\xAC" + start) == "good");
        CHECK(read(start + "\xE2\x82" + start) == not_utf8(before));
        CHECK(read(start + "\xF0\x9F\x99\x82\x80" + start) == not_utf8(before + 4));
        CHECK(read(start + "\x80\x80\x80\x80\x80" + start) == not_utf8(before));
        CHECK(
            read(start + std::string(1, '\0') + start) ==
            "a NUL byte at byte " + std::to_string(before)
        );
    }
    CHECK(read(std::string(2 * step - 2, 'x') + "\xE2\x82") == not_utf8(2 * step - 2));
}

TEST_CASE("UTF-16 is recognised by its first bytes") {
    for (const std::string& bytes : {
             std::string("\xFF\xFEs\0", 4),
             std::string("\xFE\xFF\0s", 4),
             std::string("s\0", 2),
             std::string("\0s", 2),
         }) {
        Folder root;
        root.write("x.sql", bytes);
        CHECK_THROWS_WITH(
            read_text(root.path() / "x.sql"),
            Catch::Contains("(is this file UTF-16? save it as UTF-8) at byte ")
        );
    }
}

namespace {

/// Something writes `bytes` into a pipe whose other end can be read.
class Writer {
public:
    explicit Writer(std::string bytes) : bytes_(std::move(bytes)) {
        REQUIRE(pipe(ends_) == 0);
        thread_ = std::thread([this] {
            std::size_t done = 0;
            ssize_t count = 1;
            while (count > 0 && done < bytes_.size()) {
                count = write(ends_[1], bytes_.data() + done, bytes_.size() - done);
                done += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
            }
            close(ends_[1]);
        });
    }

    ~Writer() {
        char rest[4096];
        while (read(ends_[0], rest, sizeof rest) > 0) { // a closed end would be a signal for us all
        }
        thread_.join();
        close(ends_[0]);
    }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    [[nodiscard]] int stream() const { return ends_[0]; }

private:
    std::string bytes_;
    int ends_[2] = {};
    std::thread thread_;
};

std::string statements(std::size_t bytes) {
    std::string result;
    while (result.size() < bytes) {
        result += "select " + std::to_string(result.size()) + ";\n";
    }
    result.resize(bytes, ' ');
    return result;
}

/// The environment names another folder for temporary files.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const fs::path& path) {
        const char* before = std::getenv("TMPDIR");
        before_ = before == nullptr ? std::optional<std::string>() : before;
        setenv("TMPDIR", path.c_str(), 1);
    }

    ~TemporaryFolder() {
        if (before_) {
            setenv("TMPDIR", before_->c_str(), 1);
        } else {
            unsetenv("TMPDIR");
        }
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

private:
    std::optional<std::string> before_;
};

} // namespace

TEST_CASE("A long stream becomes a mapped file that nobody sees") {
    constexpr std::size_t mapped = std::size_t{1} << 20;
    Folder root;
    const TemporaryFolder temporary(root.path());
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, mapped - 1, mapped, 3 * mapped + 1}) {
        CAPTURE(size);
        const auto bytes = statements(size);
        const Writer writer(bytes);
        const auto text = read_text(writer.stream(), "x");
        CHECK(text.view() == bytes);
        CHECK(text.is_mapped() == (size >= mapped));
        CHECK(fs::is_empty(root.path()));
    }
}

TEST_CASE("A stream has the same checks as a file") {
    const auto long_text = statements(std::size_t{2} << 20);
    const std::pair<std::string, std::string> cases[] = {
        {std::string("ab\0", 3), "a NUL byte at byte 2"},
        {"a\xFF", "not valid UTF-8 (save the file as UTF-8) at byte 1"},
        {long_text + "\xFF", "not valid UTF-8 (save the file as UTF-8) at byte 2097152"},
        {std::string(1, '\0') + long_text, "a NUL byte (is this file UTF-16?"},
        {long_text + std::string(1, '\0'), "a NUL byte at byte 2097152"}};
    for (const auto& [bytes, message] : cases) {
        const Writer writer(bytes);
        CHECK_THROWS_WITH(read_text(writer.stream(), "x"), Catch::Contains(message));
    }
    const Writer marked("\xEF\xBB\xBF" + long_text);
    CHECK(read_text(marked.stream(), "x").view() == long_text);
}

TEST_CASE("A stream that cannot be kept says where it was to be") {
    const TemporaryFolder temporary("/nowhere");
    const Writer writer(statements(std::size_t{2} << 20));
    try {
        static_cast<void>(read_text(writer.stream(), "x"));
        FAIL("a folder that is not there was written to");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::source);
        CHECK(
            error.what() ==
            std::string("cannot be kept in a file in /nowhere: No such file or directory")
        );
        CHECK_THAT(error.advice(), Catch::Contains("TMPDIR"));
    }
}

TEST_CASE("A descriptor is read from where it stands to its end") {
    for (const std::size_t size : {std::size_t{100}, std::size_t{2} << 20}) {
        for (const std::size_t begin : {std::size_t{0}, std::size_t{5}, size / 2, size - 1, size}) {
            CAPTURE(size, begin);
            Folder root;
            const auto bytes = statements(size);
            root.write("x", bytes);
            const int file = open((root.path() / "x").c_str(), O_RDONLY | O_CLOEXEC);
            lseek(file, static_cast<off_t>(begin), SEEK_SET);
            CHECK(read_text(file, "x").view() == std::string_view(bytes).substr(begin));
            CHECK(lseek(file, 0, SEEK_CUR) == static_cast<off_t>(size));
            CHECK(read_text(file, "x").view().empty());
            close(file);
        }
    }
}

TEST_CASE("A FIFO is read once somebody writes into it") {
    Folder root;
    const auto path = root.path() / "fifo";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    std::thread writer([&] {
        const int end = open(path.c_str(), O_WRONLY | O_CLOEXEC);
        static_cast<void>(write(end, "select 1", 8));
        close(end);
    });
    const auto text = read_text(path);
    writer.join();
    CHECK(text.view() == "select 1");
    CHECK_THROWS_WITH(read_text(root.path()), "is a folder; a file was expected");
    CHECK_THROWS_WITH(read_text(root.path() / "none"), "cannot open: No such file or directory");
    CHECK_THROWS_WITH(read_text(-1, "x"), "cannot read: Bad file descriptor");
}

TEST_CASE("An interrupt ends the wait for a stream") {
    Folder root;
    const auto path = root.path() / "fifo";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    Interrupt interrupt;
    interrupt.raise(2);
    try {
        static_cast<void>(read_text(path, &interrupt));
        FAIL("nobody writes into this FIFO");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::interrupted);
    }
}

TEST_CASE("Splitting ends when nobody wants more") {
    std::size_t seen = 0;
    // What stands behind is not looked at.
    split(
        Text(std::string("select 1; select 2; select 'never closed")),
        "x",
        [&](const Statement&) {
            ++seen;
            return seen < 2;
        }
    );
    CHECK(seen == 2);
}
