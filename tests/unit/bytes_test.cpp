// Every kernel this processor can run says the same as plain loops.
#include "parse/bytes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>

using namespace runner;

namespace {

/// Bytes a script is made of, in an order that no reader expects.
std::string random_bytes(std::mt19937& random, std::size_t size) {
    constexpr std::string_view common = "aZz09_$ \t\n\r\f\v'\";,.()[]:\\-/*+<>=~!@#%^&|`?{}A";
    std::string bytes;
    while (bytes.size() < size) {
        bytes += random() % 8 == 0 ? static_cast<char>(random()) : common[random() % common.size()];
    }
    return bytes;
}

std::string kept(const bytes::Kernel& kernel, const std::string& block, std::uint64_t bits) {
    std::array<char, 2 * bytes::block> buffer{};
    return {buffer.data(), kernel.keep(buffer.data(), block.data(), bits)};
}

} // namespace

TEST_CASE("The kernel of this processor marks and keeps what the portable one does") {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        const auto block = random_bytes(random, bytes::block);
        CAPTURE(block);
        bytes::Marks portable;
        bytes::Marks best;
        bytes::portable_kernel.mark(block.data(), &portable, 1);
        bytes::kernel.mark(block.data(), &best, 1);
        REQUIRE(best == portable);
        const auto bits = std::uint64_t{random()} << 32U | random();
        REQUIRE(kept(bytes::kernel, block, bits) == kept(bytes::portable_kernel, block, bits));
    }
}

TEST_CASE("Every byte is marked as what it is") {
    for (int code = 0; code < 256; ++code) {
        const char byte = static_cast<char>(code);
        std::string block(bytes::block, 'x');
        block[5] = byte;
        bytes::Marks marks;
        bytes::portable_kernel.mark(block.data(), &marks, 1);
        const auto is = [](std::uint64_t bits) { return (bits >> 5U & 1U) != 0; };
        const auto among = [byte](std::string_view set) { return set.find(byte) != set.npos; };
        CAPTURE(code);
        const bool quote = byte == '\'' || byte == '"';
        CHECK(is(marks.space) == among(" \t\n\r\f\v"));
        CHECK(is(marks.stop) == among("'\"$;\\-/"));
        CHECK(is(marks.open) == (byte == '('));
        CHECK(is(marks.close) == (byte == ')'));
        CHECK(is(marks.word) == (bytes::glue(byte) == bytes::in_word && !quote));
        CHECK(is(marks.operators) == among("~!@#^&|`?+-*/%<>="));
    }
}

TEST_CASE("Searches find what plain searches find, wherever it stands") {
    std::mt19937 random(2);
    for (int round = 0; round < 3000; ++round) {
        const auto text = random_bytes(random, random() % 150);
        CAPTURE(text);
        const auto* begin = text.data();
        const auto* end = begin + text.size();
        CHECK(bytes::find(begin, end, '\'') == std::find(begin, end, '\''));
        const std::string either = "\n\r";
        CHECK(
            bytes::find_either(begin, end, '\n', '\r') ==
            std::find_first_of(begin, end, either.begin(), either.end())
        );
        const std::string three = "a\\.";
        auto with_three = text;
        with_three.insert(random() % (text.size() + 1), round % 2 == 0 ? three : "");
        begin = with_three.data();
        end = begin + with_three.size();
        CHECK(
            bytes::find_three(begin, end, 'a', '\\', '.') ==
            std::search(begin, end, three.data(), three.data() + three.size())
        );
        CHECK(
            bytes::kernel.count(text, '\n') ==
            static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'))
        );
    }
}

TEST_CASE("Counting does not overflow its small counters") {
    const std::string text(100000, '\n');
    CHECK(bytes::kernel.count(text, '\n') == text.size());
}

TEST_CASE("Letters are found in any case, at any place") {
    for (std::size_t before = 0; before < 70; ++before) {
        const std::string front(before, 't');
        CHECK(bytes::holds(front + "AtOmic" + std::string(before, 'c'), "atomic"));
        CHECK_FALSE(bytes::holds(front + "atomi" + std::string(before, 'a'), "atomic"));
    }
    // 0x20 apart, but no letters.
    CHECK_FALSE(bytes::holds("AT\x0fMIC                ", "at/mic"));
}

TEST_CASE("A carriage return is noticed while copying") {
    for (std::size_t size = 1; size < 64; ++size) {
        std::string text(96, 'x');
        std::array<char, 128> to{};
        CHECK_FALSE(bytes::copy_and_find_return(to.data(), text.data(), size));
        CHECK(std::string(to.data(), size) == text.substr(0, size));
        text[size - 1] = '\r';
        CHECK(bytes::copy_and_find_return(to.data(), text.data(), size));
    }
}
