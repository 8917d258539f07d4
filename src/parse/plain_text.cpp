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

void PlainText::mark_from(std::size_t index) {
    const auto rest = script_.substr(index * bytes::block);
    const auto whole = std::min(rest.size() / bytes::block, marks_.size());
    bytes::kernel.mark(rest.data(), marks_.data(), whole);
    first_ = index;
    known_ = marks_.size() - 1;
    // A block is read whole, and nothing is behind the script.
    if (whole < marks_.size()) {
        std::array<char, bytes::block> last{};
        const auto tail = rest.substr(whole * bytes::block, bytes::block);
        std::copy(tail.begin(), tail.end(), last.begin());
        bytes::kernel.mark(last.data(), &marks_[whole], 1);
    }
    if (whole < known_) {
        marks_[whole + 1] = {};
        known_ = whole + 1;
    }
}

const char* PlainText::pass(const char* begin, const char* end) {
    begin_ = begin;
    word_end_ = begin;
    for (const auto* at = begin; at < end;) {
        const auto view = seen_from(at);
        const auto to = next_stop(view.marks(&bytes::Marks::stop), at, end);
        const auto inside = ~bytes::bits_from(to);
        const auto open = view.marks(&bytes::Marks::open) & inside;
        const auto close = view.marks(&bytes::Marks::close) & inside;
        if ((open | close) != 0) {
            count_parentheses(open, close);
        }
        const auto tokens = ~view.marks(&bytes::Marks::space) & inside;
        if (tokens != 0) {
            token_end = at + std::bit_width(tokens);
        }
        if (canonical != nullptr) {
            canonical->plain(
                {at, to},
                tokens,
                view.marks(&bytes::Marks::word),
                view.marks(&bytes::Marks::operators)
            );
        }
        at += to;
        if (to < bytes::block) {
            return at;
        }
    }
    return end;
}

/// How far plain text goes within 64 bytes.
unsigned PlainText::next_stop(std::uint64_t stops, const char* at, const char* end) {
    const auto room = static_cast<unsigned>(std::min<std::ptrdiff_t>(bytes::block, end - at));
    for (; stops != 0; stops &= stops - 1) {
        const auto place = first(stops);
        if (place >= room || is_stop(at + place, end)) {
            return std::min(place, room);
        }
    }
    return room;
}

bool PlainText::is_stop(const char* at, const char* end) {
    const char next = at + 1 < end ? at[1] : '\0';
    switch (*at) {
    case '-':
        return next == '-';
    case '/':
        return next == '*';
    case '$':
        return !continues_word(at, end);
    default:
        return true; // nearly always
    }
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
