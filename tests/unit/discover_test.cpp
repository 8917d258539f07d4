// Folders -> Sources: what fits, and that everything that does not is told at once.
#include "discover/file_name.hpp"
#include "discover/sources.hpp"
#include "discover/text_file.hpp"
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

namespace {

struct Folders {
    Folders() { fs::create_directory(root.path() / "m"); }

    [[nodiscard]] Options options() const {
        Options result;
        result.migrations = root.path() / "m";
        result.seeds = root.path() / "s";
        return result;
    }

    [[nodiscard]] Sources read() const { return discover(options()); }

    /// "file: message" of each complaint, without the folders.
    [[nodiscard]] std::vector<std::string> complaints(const Options& with) const {
        try {
            static_cast<void>(discover(with));
        } catch (const Error& error) {
            auto all = error.complaints();
            if (all.empty()) {
                all.push_back({error.what(), error.location()});
            }
            std::vector<std::string> texts;
            for (const auto& complaint : all) {
                auto text = complaint.message;
                const auto folder = root.path().string() + "/m/";
                for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
                    text.erase(at, folder.size());
                }
                texts.push_back(complaint.location->file.filename().string() + ": " + text);
            }
            return texts;
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> complaints() const { return complaints(options()); }

    Folder root;
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("Pairs are sorted by number, of any width") {
    Folders folders;
    for (const auto* name :
         {"m/10_b.up.sql",
          "m/9_a.up.sql",
          "m/20261121120000_c.up.sql",
          "m/10_b.down.sql",
          "m/README.md",
          "m/.hidden.sql"}) {
        folders.root.write(name, "select 1;");
    }
    const auto sources = folders.read();
    REQUIRE(sources.migrations.size() == 3);
    CHECK(sources.migrations[0].label() == "9_a");
    CHECK_FALSE(sources.migrations[0].down);
    CHECK(sources.migrations[1].down);
    CHECK(sources.migrations[2].version.digits == "20261121120000");
}

TEST_CASE("Everything wrong in both folders is told at once") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/1_b.up.sql", "select 1;");
    folders.root.write("m/002_x.up.sql", "select 1;");
    folders.root.write("m/002_y.down.sql", "select 1;");
    folders.root.write("m/003.up.sql", "");
    folders.root.write("m/notes.sql", "");
    folders.root.write("m/004_CASE.up.SQL", "");
    folders.root.write("m/005_nul.up.sql", std::string("ab\ncd\0e", 7));
    folders.root.write("m/006_latin.up.sql", "select 'caf\xE9';");
    folders.root.write("m/007_typo.up.sql", "-- @transactoin: none\nselect 1;");
    folders.root.write("m/008_v.verify.sql", "select 1;");
    folders.root.write("m/R_views.sql", "select 1;");
    fs::create_directory(folders.root.path() / "m/009_folder.up.sql");
    REQUIRE(mkfifo((folders.root.path() / "m/010_pipe.up.sql").c_str(), 0600) == 0);
    fs::create_symlink("/etc/passwd", folders.root.path() / "m/011_link.up.sql");
    fs::create_symlink("nowhere", folders.root.path() / "m/012_broken.up.sql");
    folders.root.write("s/one.csv", "a\n1\n");

    const auto found = folders.complaints();

    const Texts expected = {
        "002_y.down.sql: does not pair with 002_x.up.sql: the names differ",
        "003.up.sql: does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql",
        "004_CASE.up.SQL: does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql",
        "005_nul.up.sql: a NUL byte at byte 5",
        "006_latin.up.sql: a byte that is not valid UTF-8 (save the file as UTF-8) at byte 11",
        "008_v.verify.sql: has no effect in this version yet; move it out of the folder",
        "009_folder.up.sql: is a folder; a file was expected",
        "010_pipe.up.sql: is a device, pipe or socket; a file was expected",
        "011_link.up.sql: is a link that leads out of the folder",
        "012_broken.up.sql: cannot open: No such file or directory",
        "1_b.up.sql: version 1 is taken by 001_a.up.sql",
        "R_views.sql: has no effect in this version yet; move it out of the folder",
        "notes.sql: does not fit: a migration is NNN_name.up.sql or NNN_name.down.sql",
        "one.csv: does not fit: a seed is NNN_name.sql or NNN_[schema.]table.csv"};
    for (const auto& text : expected) {
        CAPTURE(text);
        CHECK(std::find(found.begin(), found.end(), text) != found.end());
    }
    CHECK(found.size() == expected.size() + 1); // and the typo in the header
}

TEST_CASE("Links inside the folder are followed: a mounted ConfigMap is made of them") {
    Folders folders;
    folders.root.write("m/..2026/001_a.up.sql", "select 1;");
    fs::create_symlink("..2026", folders.root.path() / "m/..data");
    fs::create_symlink("..data/001_a.up.sql", folders.root.path() / "m/001_a.up.sql");
    CHECK(folders.read().migrations.size() == 1);
}

TEST_CASE("A byte order mark is dropped and does not count as an edit") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "\xEF\xBB\xBFselect 1;\r\n");
    folders.root.write("m/002_b.up.sql", "select 1;\n");
    const auto sources = folders.read();
    CHECK(sources.migrations[0].up.text.view() == "select 1;\r\n");
    CHECK(sources.migrations[0].up.checksum == sources.migrations[1].up.checksum);
}

TEST_CASE("A large file is mapped, with the same checks") {
    Folders folders;
    const std::string large(std::size_t{2} << 20, 'x');
    folders.root.write("m/001_a.up.sql", "\xEF\xBB\xBF-- " + large + "\nselect 1;\n");
    const auto sources = folders.read();
    CHECK(sources.migrations[0].up.text.is_mapped());
    CHECK(sources.migrations[0].up.text.view().substr(0, 4) == "-- x");
    folders.root.write("m/002_b.up.sql", "-- " + large + "\xFF");
    CHECK(folders.complaints().size() == 1);
}

TEST_CASE("Missing down files matter only when they are required") {
    Folders folders;
    folders.root.write("m/001_a.up.sql", "select 1;");
    folders.root.write("m/002_b.up.sql", "-- @irreversible: data is gone\nselect 1;");
    folders.root.write("m/003_c.down.sql", "select 1;");
    CHECK(folders.read().orphans.size() == 1);
    auto options = folders.options();
    options.require_down = true;
    const auto found = folders.complaints(options);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("001_a.up.sql: has no down file") == 0);
}

TEST_CASE("A missing migrations folder says what to do, a missing seeds folder is empty") {
    Folders folders;
    CHECK(folders.read().seeds.empty());
    auto options = folders.options();
    options.migrations = "nowhere";
    try {
        static_cast<void>(discover(options));
        FAIL("a missing folder went through");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(error.advice().find("runner init") != std::string::npos);
    }
}

TEST_CASE("Names of seeds say number, table and schema") {
    const auto csv = seed_file_name("003_shop.prices.csv");
    REQUIRE(csv);
    CHECK(csv->table_schema == "shop");
    CHECK(csv->table == "prices");
    CHECK(seed_file_name("001_x.sql")->stem == "001_x");
    CHECK_FALSE(seed_file_name("x.sql"));
    CHECK_FALSE(seed_file_name("001_.csv"));
}

TEST_CASE("Any words become the name of a migration") {
    CHECK(name_from_words("Add Users") == "add_users");
    CHECK(name_from_words("  add -- users! ") == "add_--_users");
    CHECK(name_from_words("l\xC3\xB6schen") == "l\xC3\xB6schen");
    CHECK(name_from_words("!?").empty());
}

TEST_CASE("The next migration takes number, width and style from those that are there") {
    Folders folders;
    const auto created = [&](NewMigration request) {
        request.name = "x";
        return create_migration(folders.options(), request).front().filename().string();
    };
    CHECK(created({}) == "001_x.up.sql");
    CHECK(created({}) == "002_x.up.sql");
    CHECK(created({.name = {}, .version = Version{"41"}}) == "041_x.up.sql");
    CHECK(created({}) == "042_x.up.sql");
    folders.root.write("m/9999_y.up.sql", "");
    CHECK(created({}) == "10000_x.up.sql");
    CHECK(
        created({.name = {}, .version = {}, .timestamp = true}).size() ==
        std::string("20261121120000_x.up.sql").size()
    );
    CHECK(created({}).size() == std::string("20261121120000_x.up.sql").size());
    CHECK_THROWS_AS(created({.name = {}, .version = Version{"9999"}}), Error);
    CHECK_NOTHROW(folders.read());
}

TEST_CASE("A new project never overwrites") {
    Folder root;
    CHECK(create_project(root.path()).size() == 4);
    root.write("runner.toml", "mine");
    CHECK(create_project(root.path()).empty());
    CHECK(root.read("runner.toml") == "mine");
}

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
