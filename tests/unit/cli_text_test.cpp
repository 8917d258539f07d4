// Foreign text on its way to a terminal.
#include "cli/text.hpp"

#include <catch2/catch.hpp>

using namespace runner::cli;

TEST_CASE("Printable text keeps what people write and shows what terminals obey") {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"plain", "plain"},
        {"é 漢字 🙂", "é 漢字 🙂"},
        {"a\tb", "a\tb"},
        {"a\nb", "a\\nb"},
        {"a\rb", "a\\x0Db"},
        {"\x1b[31m", "\\x1B[31m"},
        {std::string("nul\0", 4), "nul\\x00"},
        {"\x7f", "\\x7F"},
        {"\xC2\x9B"
         "31m",
         "\\u{009B}31m"},
        {"\xE2\x80\xAE"
         "evil",
         "\\u{202E}evil"},
        {"\xE2\x81\xA6", "\\u{2066}"},
        {"\xD8\x9C", "\\u{061C}"},
        {"\xE2\x80\xA8", "\\u{2028}"},
        {"\xFF", "\\xFF"},
        {"\xC3", "\\xC3"},
        {"\xC0\xAF", "\\xC0\\xAF"},
        {"\xE0\x80\xAF", "\\xE0\\x80\\xAF"},
        {"\xED\xA0\x80", "\\xED\\xA0\\x80"},
        {"\xF5\x80\x80\x80", "\\xF5\\x80\\x80\\x80"},
        {"##[error]no", "\\x23#[error]no"},
        {"a ##vso[task]", "a \\x23#vso[task]"},
        {"## heading", "## heading"},
    };
    for (const auto& [text, expected] : table) {
        CHECK(printable(text) == expected);
    }
}

TEST_CASE("Lines after the first never start with foreign text") {
    CHECK(hanging("one") == "one");
    CHECK(hanging("one\r\n::error::two\n") == "one\n  | ::error::two");
    CHECK(printable_lines("").empty());
    CHECK(printable_lines("a\n\nb") == std::vector<std::string>{"a", "", "b"});
}

TEST_CASE("Width counts columns, not characters") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("é") == 1);
    CHECK(display_width("e\xCC\x81") == 1);
    CHECK(display_width("漢字") == 4);
    CHECK(display_width("🙂") == 2);
    CHECK(padded("漢", 4) == "漢  ");
    CHECK(padded("long", 2) == "long");
}

TEST_CASE("Padding stands under wide characters, tabs and escapes alike") {
    CHECK(padding_under("select", 3) == "   ");
    CHECK(padding_under("\tx", 2) == "\t ");
    CHECK(padding_under("漢x", 1) == "  ");
    CHECK(padding_under("e\xCC\x81x", 2) == " ");
    CHECK(padding_under("\x1bx", 1) == "    ");
    CHECK(padding_under("ab", 9) == "  ");
}
