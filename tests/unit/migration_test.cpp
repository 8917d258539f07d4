// The vocabulary: versions as numbers, checksums as text, positions in characters.
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

using namespace runner;

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
