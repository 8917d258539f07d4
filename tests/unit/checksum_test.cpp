// Golden vectors: a change that breaks one makes every database in the field report edited files.
#include "parse/checksum.hpp"

#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace runner;

namespace {

struct Case {
    std::string text;
    std::string expected;
};

const std::string table = "CREATE TABLE \"T\" (\n  id int, -- the key\n  a text DEFAULT 'x'\n);\n";

} // namespace

TEST_CASE("Checksums are frozen") {
    const std::vector<Case> cases = {
        {"", "xxh3-128:99aa06d3014798d86001c324468d497f"},
        {"select 1;\n", "xxh3-128:6ee63cca5d5b867e7833c360ca87ebad"},
        {table, "xxh3-128:d28ea6bef95d455c5683846e6fa290df"},
        {std::string(100000, 'x'), "xxh3-128:0fe996a84987456bd8b99a30e426ac41"},
        {std::string(std::size_t{3} << 20, 'x'), "xxh3-128:e7c78eef77b8dbcb56227a6f1ca2f7d9"},
    };
    for (const auto& [text, expected] : cases) {
        CHECK(checksum(text).text() == expected);
    }
    CHECK(hash64("") == 3244421341483603138);
    CHECK(hash64("runner") == -7315218918026437433);
}

TEST_CASE("A checksum reads CRLF as LF and nothing else") {
    CHECK(checksum("a\r\nb\r\n") == checksum("a\nb\n"));
    CHECK(checksum("\r\n") == checksum("\n"));
    CHECK_FALSE(checksum("a\rb") == checksum("a\nb"));
    CHECK_FALSE(checksum("a\r") == checksum("a"));
    CHECK_FALSE(checksum("a b") == checksum("a  b"));
    std::string windows;
    std::string unix_lines;
    for (int line = 0; line < 5000; ++line) {
        windows += "insert into t values (1);\r\n";
        unix_lines += "insert into t values (1);\n";
    }
    CHECK(checksum(windows) == checksum(unix_lines));
}

TEST_CASE("A line may end where one step of reading ends") {
    constexpr std::size_t step = std::size_t{1} << 20;
    for (const std::size_t before : {step - 2, step - 1, step, 2 * step - 1}) {
        CAPTURE(before);
        const std::string line(before, 'x');
        CHECK(checksum(line + "\r\n") == checksum(line + "\n"));
        CHECK_FALSE(checksum(line + "\ry") == checksum(line + "y"));
        CHECK_FALSE(checksum(line + "\r") == checksum(line));
        CHECK_FALSE(checksum(line + "\r\n") == checksum(line + "\r\r\n"));
    }
}

TEST_CASE("A text has the checksum of its bytes") {
    for (const std::size_t lines : {0U, 1U, 1000U, 100000U}) {
        CAPTURE(lines);
        std::string bytes;
        for (std::size_t line = 0; line < lines; ++line) {
            bytes += "insert into t values (" + std::to_string(line) + ");\r\n";
        }
        CHECK(checksum(Text(bytes)) == checksum(std::string_view(bytes)));
    }
}

TEST_CASE("Bytes that come in parts have the checksum of the whole") {
    const std::string text = "a\r\nb\r\r\n\rc\n\r";
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            CAPTURE(first, second);
            RunningChecksum running;
            running.add(text.substr(0, first));
            running.add(text.substr(first, second - first));
            running.add(text.substr(second));
            CHECK(running.result() == checksum(text));
        }
    }
}
