#include "parse/plain_text.hpp"

#include "parse/grammar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace runner {
namespace {

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

} // namespace

const char* PlainText::pass(const char* begin, const char* end) {
    begin_ = begin;
    word_end_ = begin;
    constexpr std::ptrdiff_t ahead = 1024; // so that the next steps need not wait for memory
    std::array<char, bytes::block> last{};
    bytes::Step step;
    step.depth = depth;
    for (const auto* at = begin; at < end;) {
        step.room = static_cast<unsigned>(std::min<std::ptrdiff_t>(bytes::block, end - at));
        step.from = at;
        // A block is read whole, and nothing is behind the script.
        const auto left = script_.data() + script_.size() - at;
        if (left < static_cast<std::ptrdiff_t>(last.size())) {
            std::copy_n(at, left, last.data());
            step.from = last.data();
        }
        __builtin_prefetch(at + std::min(left, ahead));
        if (canonical != nullptr) {
            canonical->plain(step, at);
        } else {
            bytes::kernel.read(step);
        }
        token_end = step.tokens_end != 0 ? at + step.tokens_end : token_end;
        at += step.end;
        step.begun = step.stops;
        if (step.stops && (*at != '$' || !continues_word(at, end))) {
            depth = step.depth;
            return at;
        }
    }
    depth = step.depth;
    return end;
}

const char* PlainText::run_before(const char* at) const {
    while (at != begin_ && bytes::is_in_word(at[-1])) {
        --at;
    }
    return at;
}

/// Where the word begins that goes up to `at`; `at` when a number does, or nothing. Numbers that
/// touch a word are an error from PostgreSQL 15 on; before, the sign of an exponent (`1e-5e5e'x'`)
/// would be misread here.
const char* PlainText::word_before(const char* at) const {
    const auto* word = run_before(at);
    const bool behind_point = word != begin_ && word[-1] == '.';
    if (behind_point) {
        // `1.e5` is one number, but `.1` and `a1` take nothing that stands behind another point.
        const auto* digits = run_before(word - 1);
        Input number(digits, at, "");
        if ((digits == begin_ || digits[-1] != '.') &&
            tao::pegtl::parse<grammar::decimal>(number) && number.current() > word) {
            return number.current();
        }
    }
    Input input(word, at, "");
    if (behind_point) {
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
    word_end_ = std::find_if_not(at, end, bytes::is_in_word);
    return true;
}

bool PlainText::touches(const char* at) const noexcept {
    return at != begin_ && (bytes::is_in_word(at[-1]) || at[-1] == '&');
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
