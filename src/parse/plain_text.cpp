#include "parse/plain_text.hpp"

#include "parse/grammar.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace runner {
namespace {

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

constexpr unsigned first(std::uint64_t bits) noexcept {
    return static_cast<unsigned>(std::countr_zero(bits));
}

bool is_word_byte(char byte) noexcept {
    return bytes::glue(byte) == bytes::in_word && byte != '\'' && byte != '"';
}

} // namespace

void PlainText::look_at_block(std::size_t index, const char* end) {
    index_ = index;
    end_ = end;
    block_ = script_.data() + index * bytes::block;
    // A block is read whole and some bytes behind it, and nothing is behind the script.
    const auto* behind = script_.data() + script_.size();
    if (const auto left = static_cast<std::size_t>(behind - block_); left < tail_.size()) {
        tail_.fill('\0');
        std::memcpy(tail_.data(), block_, left);
        readable_ = tail_.data();
    } else {
        readable_ = block_;
    }
    bytes::kernel.mark(readable_, marks_);
}

const char* PlainText::pass(const char* begin, const char* end) {
    begin_ = begin;
    word_end_ = begin;
    for (const auto* at = begin; at < end;) {
        look_at(at, end);
        const auto start = static_cast<unsigned>(at - block_);
        const auto to = next_stop(start, end);
        const auto inside = bytes::bits_from(start) & ~bytes::bits_from(to);
        if (((marks_.open | marks_.close) & inside) != 0) {
            count_parentheses(marks_.open & inside, marks_.close & inside);
        }
        if (const auto tokens = inside & ~marks_.space; tokens != 0) {
            token_end = block_ + std::bit_width(tokens);
        }
        if (canonical != nullptr) {
            canonical->plain(readable_, marks_, start, to);
        }
        at = block_ + to;
        if (to < bytes::block) {
            return at;
        }
    }
    return end;
}

/// The place in the block where plain text ends, or the block does.
unsigned PlainText::next_stop(unsigned start, const char* end) {
    const auto room = static_cast<unsigned>(std::min<std::ptrdiff_t>(bytes::block, end - block_));
    for (auto found = marks_.stop & bytes::bits_from(start); found != 0; found &= found - 1) {
        const auto place = first(found);
        if (place >= room) {
            break;
        }
        if (stops(block_ + place, end)) {
            return place;
        }
    }
    return room;
}

bool PlainText::stops(const char* at, const char* end) {
    constexpr std::string_view doubtful = "-/$";
    if (doubtful.find(*at) == std::string_view::npos) {
        return true; // nearly always
    }
    const char next = at + 1 < end ? at[1] : '\0';
    return *at == '-' ? next == '-' : *at == '/' ? next == '*' : !continues_word(at, end);
}

/// Where the word begins that goes up to `at`; `at` when a number does, or nothing. Numbers that
/// touch a word are an error from PostgreSQL 15 on; before, the sign of an exponent (`1e-5e5e'x'`)
/// would be misread here.
const char* PlainText::word_before(const char* at) const {
    const auto* word = at;
    while (word != begin_ && is_word_byte(word[-1])) {
        --word;
    }
    Input input(word, at, "");
    if (word != begin_ && word[-1] == '.') {
        tao::pegtl::parse<tao::pegtl::opt<grammar::decimal>>(input); // no 0x behind a point
    } else {
        tao::pegtl::parse<tao::pegtl::opt<grammar::number>>(input);
    }
    return input.current();
}

/// A `$` belongs to the word it stands in.
bool PlainText::continues_word(const char* at, const char* end) {
    if (at < word_end_) {
        return true; // its second one
    }
    if (word_before(at) == at) {
        return false;
    }
    word_end_ = std::find_if_not(at, end, is_word_byte);
    return true;
}

/// What closes too much closes nothing.
void PlainText::count_parentheses(std::uint64_t open, std::uint64_t close) noexcept {
    for (auto both = open | close; both != 0; both &= both - 1) {
        if ((open & (both ^ (both - 1))) == 0) {
            depth -= depth > 0 ? 1 : 0;
        } else {
            ++depth;
            open &= open - 1;
        }
    }
}

bool PlainText::touches(const char* at) const noexcept {
    return at != begin_ && (is_word_byte(at[-1]) || at[-1] == '&');
}

bool PlainText::is_prefixed(const char* at, std::string_view prefix) const {
    const auto size = static_cast<std::ptrdiff_t>(prefix.size());
    if (at - begin_ < size) {
        return false;
    }
    const auto* begin = at - size;
    const bool same = std::equal(prefix.begin(), prefix.end(), begin, [](char wanted, char byte) {
        return byte == wanted || (byte >= 'A' && byte <= 'Z' && byte - 'A' + 'a' == wanted);
    });
    return same && word_before(begin + 1) == begin;
}

} // namespace runner
