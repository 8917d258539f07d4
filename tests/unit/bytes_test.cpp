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

struct Written {
    bytes::Step step;
    std::string text;
};

Written write(const bytes::Kernel& kernel, bytes::Step step) {
    std::array<char, 2 * bytes::block> buffer{};
    step.to = buffer.data();
    kernel.write(step);
    return {step, {buffer.data(), step.to}};
}

void check_same_end(const bytes::Step& one, const bytes::Step& other) {
    CHECK(one.end == other.end);
    CHECK(one.stops == other.stops);
    CHECK(one.tokens_end == other.tokens_end);
    CHECK(one.depth == other.depth);
}

bytes::Step read(std::string_view block) {
    bytes::Step step;
    step.from = block.data();
    step.room = bytes::block;
    bytes::usable_kernels().back().read(step);
    return step;
}

} // namespace

TEST_CASE("Each kernel this processor can run reads and writes what the portable one does") {
    const auto kernels = bytes::usable_kernels();
    const auto& portable_kernel = kernels.back();
    const auto number = GENERATE(range(std::size_t{0}, bytes::usable_kernels().size()));
    CAPTURE(number);
    std::mt19937 random(1);
    for (int round = 0; round < 20000; ++round) {
        const auto block = random_bytes(random, bytes::block);
        CAPTURE(block);
        bytes::Step step;
        step.from = block.data();
        step.room = 1 + static_cast<unsigned>(random() % bytes::block);
        step.begun = random() % 2 == 0;
        step.depth = random() % 3;
        step.last = "a;'="[random() % 4];
        step.gap = random() % 2 == 0;
        auto portable = step;
        auto best = step;
        portable_kernel.read(portable);
        kernels[number].read(best);
        check_same_end(best, portable);
        const auto by_portable = write(portable_kernel, step);
        const auto by_best = write(kernels[number], step);
        check_same_end(by_best.step, by_portable.step);
        CHECK(by_best.step.last == by_portable.step.last);
        CHECK(by_best.step.gap == by_portable.step.gap);
        CHECK(by_best.step.operators_meet == by_portable.step.operators_meet);
        REQUIRE(by_best.text == by_portable.text);
    }
}

TEST_CASE("Every byte is taken for what it is") {
    for (int code = 0; code < 256; ++code) {
        const char byte = static_cast<char>(code);
        std::string block(bytes::block, 'x');
        block[5] = byte;
        const auto among = [byte](std::string_view set) { return set.find(byte) != set.npos; };
        CAPTURE(code);
        const std::string run(16, byte); // as many as are looked at together
        const auto* behind = run.data() + run.size();
        CHECK((bytes::behind_spaces(run.data(), behind) == behind) == bytes::is_space(byte));
        CHECK((bytes::behind_word(run.data(), behind) == behind) == bytes::is_in_word(byte));
        const bool quote = byte == '\'' || byte == '"';
        CHECK(bytes::is_space(byte) == among(" \t\n\r\f\v"));
        CHECK(bytes::is_in_word(byte) == (bytes::glue(byte) == bytes::in_word && !quote));
        CHECK((bytes::glue(byte) == bytes::in_operator) == among("~!@#^&|`?+-*/%<>="));
        const auto step = read(block);
        CHECK(step.stops == among("'\"$;\\"));
        CHECK(step.end == (step.stops ? 5 : bytes::block));
        CHECK(step.depth == (byte == '(' ? 1 : 0));
    }
}

TEST_CASE("A step ends where a comment begins, or may begin") {
    std::string block(bytes::block, 'x');
    block[8] = '/';
    block[9] = '-';
    block[10] = '*';
    CHECK(read(block).end == bytes::block);
    block[9] = '*';
    CHECK(read(block).end == 8);
    CHECK(read(block).stops);
    block[8] = 'x';
    block[63] = '-';
    CHECK(read(block).end == 63);
    CHECK_FALSE(read(block).stops);
    block[62] = '-';
    CHECK(read(block).end == 62);
    CHECK(read(block).stops);
}

TEST_CASE("What is written of plain text can be read as the same tokens") {
    std::string block = "\tSELECT  a, b\n+ c FROM(t)\v WHERE a >\t -1";
    const auto size = block.size();
    block.resize(2 * bytes::block); // a whole block is read from wherever a step begins
    bytes::Step step;
    step.from = block.data();
    step.room = static_cast<unsigned>(size);
    step.last = 'x';
    auto written = write(bytes::kernel, step);
    CHECK(written.text == " select a,b+c from(t)where a>");
    CHECK(written.step.operators_meet);
    CHECK(written.step.end == size - 2);
    step.last = '>';
    step.from += size - 2;
    step.room = 2;
    CHECK(write(bytes::kernel, step).text == "-1");
    step.gap = true;
    written = write(bytes::kernel, step);
    CHECK(written.text.empty());
    CHECK(written.step.operators_meet);
    CHECK(written.step.end == 0);
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
        const auto run = std::string(random() % 40, round % 2 == 0 ? '\t' : 'Z') + text;
        CHECK(
            bytes::behind_spaces(run.data(), run.data() + run.size()) - run.data() ==
            std::find_if_not(run.begin(), run.end(), bytes::is_space) - run.begin()
        );
        CHECK(
            bytes::behind_word(run.data(), run.data() + run.size()) - run.data() ==
            std::find_if_not(run.begin(), run.end(), bytes::is_in_word) - run.begin()
        );
        for (const auto& kernel : bytes::usable_kernels()) {
            CHECK(
                kernel.count(text, '\n') ==
                static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'))
            );
        }
    }
}

TEST_CASE("Counting does not overflow its small counters") {
    const std::string text(100000, '\n');
    for (const auto& kernel : bytes::usable_kernels()) {
        CHECK(kernel.count(text, '\n') == text.size());
    }
}

TEST_CASE("The end of rows is found at any place, and nothing that looks like it") {
    const auto kernels = bytes::usable_kernels();
    const std::string end = "\n\\.";
    for (std::size_t before = 0; before < 200; ++before) {
        CAPTURE(before);
        for (const std::string near : {"", "\n", "\\.", "\n\\", "\n.", "\\\n.", "\n\\N."}) {
            const auto front = std::string(before, 'x') + near;
            for (std::size_t behind = 0; behind < 3; ++behind) {
                const auto back = std::string(behind * 50, ',');
                const auto text = front + end + back;
                for (const auto& kernel : kernels) {
                    CHECK(kernel.find_row_end(text) == front.size());
                    CHECK(kernel.find_row_end(front + back) == front.size() + back.size());
                }
            }
        }
    }
}

TEST_CASE("No block with a NUL or a byte beyond ASCII counts as ASCII") {
    for (std::size_t place = 0; place < 300; ++place) {
        CAPTURE(place);
        for (const char unfit : {'\0', '\x80', '\xFF'}) {
            std::string text(300, '\x7F');
            text[place] = unfit;
            for (const auto& kernel : bytes::usable_kernels()) {
                CHECK(kernel.ascii_blocks(text) <= place);
                CHECK(kernel.ascii_blocks(text) % bytes::block == 0);
            }
        }
    }
    for (const auto& kernel : bytes::usable_kernels()) {
        CHECK(kernel.ascii_blocks("") == 0);
        CHECK(kernel.ascii_blocks(std::string(2 * bytes::block, 'x')) % bytes::block == 0);
    }
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
    for (std::size_t place = 0; place < bytes::block; ++place) {
        std::string text(bytes::block, 'x');
        std::array<char, bytes::block> to{};
        CHECK_FALSE(bytes::copy_and_find_return(to.data(), text.data()));
        CHECK(std::string(to.data(), to.size()) == text);
        text[place] = '\r';
        CHECK(bytes::copy_and_find_return(to.data(), text.data()));
    }
}
