#include "parse/canonical_text.hpp"

#include "parse/long_search.hpp"
#include "parse/xxh3/update.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace runner {
namespace {

bool is_standard_operator(char byte) noexcept {
    return std::string_view("+-*/<>=").find(byte) != std::string_view::npos;
}

/// Is this, a token and what stands right behind it, a sign and no longer operator?
bool is_single_sign(std::string_view text) noexcept {
    const auto behind = text.substr(1);
    const bool is_sign = text.front() == '+' || text.front() == '-';
    return is_sign && (behind.empty() || bytes::glue(behind.front()) != bytes::in_operator ||
                       behind == "--" || behind == "/*");
}

} // namespace

struct CanonicalText::Hash {
    XXH3_state_t state;
};

CanonicalText::CanonicalText(const Text& script)
    : text_(script), script_(script.view()), hash_(std::make_unique<Hash>()) {
    std::fill_n(bytes_.data(), remembered, '\0');
    XXH3_128bits_reset(&hash_->state);
}

CanonicalText::~CanonicalText() = default;

void CanonicalText::flush() {
    const auto size = static_cast<std::size_t>(next_ - begin());
    xxh3::update(hash_->state, begin(), size);
    std::memmove(bytes_.data(), next_ - remembered, remembered);
    next_ = begin();
}

void CanonicalText::put(char byte) {
    make_room(1);
    *next_++ = byte;
}

void CanonicalText::put_lower(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto part = bytes.substr(0, bytes::block);
        make_room(part.size());
        next_ = std::transform(part.begin(), part.end(), next_, [](char byte) {
            return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
        });
        bytes.remove_prefix(part.size());
    }
}

void CanonicalText::put_as_it_is(std::string_view bytes) {
    if (bytes.size() > static_cast<std::size_t>(end_ - next_)) {
        flush();
    }
    if (bytes.size() > capacity) {
        xxh3::update(hash_->state, bytes.data(), bytes.size());
        return;
    }
    next_ = std::copy(bytes.begin(), bytes.end(), next_);
}

void CanonicalText::put_lines(std::string_view bytes) {
    const auto left = static_cast<std::size_t>(script_.data() + script_.size() - bytes.data());
    if (bytes.size() <= bytes::block && left >= bytes::block) {
        make_room(bytes::block);
        if (!bytes::copy_and_find_return(next_, bytes.data())) {
            next_ += bytes.size();
            return;
        }
    }
    // A literal may be most of a file, and need not stay in memory.
    auto kept = static_cast<std::size_t>(bytes.data() - script_.data());
    while (!bytes.empty()) {
        const auto end = bytes.substr(0, search_step).find('\r');
        const bool line_ending = end != std::string_view::npos && bytes.substr(end + 1, 1) == "\n";
        const auto taken = std::min(end, std::min(bytes.size(), search_step) - 1) + 1;
        put_as_it_is(bytes.substr(0, line_ending ? end : taken));
        bytes.remove_prefix(taken);
        const auto offset = static_cast<std::size_t>(bytes.data() - script_.data());
        if (offset - kept >= search_step) {
            text_.release({kept, offset - kept});
            kept = offset;
        }
    }
}

// Without the space `> -1` would still be `>` and `-`: an operator of standard characters does not
// end in a sign.
bool CanonicalText::operators_fuse(const char* next) const noexcept {
    constexpr std::size_t looked_ahead = 2; // the start of a comment
    const auto offset = static_cast<std::size_t>(next - script_.data());
    if (!is_single_sign(script_.substr(offset, 1 + looked_ahead)) ||
        (last_ == '-' && *next == '-')) {
        return true;
    }
    const auto* at = next_;
    const auto* stop = next_ - remembered;
    while (at != stop && bytes::glue(at[-1]) == bytes::in_operator) {
        --at;
        if (!is_standard_operator(*at)) {
            return true;
        }
    }
    return at == stop;
}

void CanonicalText::separate(const char* next) {
    const auto shared = bytes::glue(last_) & bytes::glue(*next);
    if (shared == bytes::in_word || (shared == bytes::in_operator && operators_fuse(next))) {
        put(' ');
    }
    layout_ = false;
}

void CanonicalText::token(std::string_view token) {
    if (layout_) {
        separate(token.data());
    }
    put_lower(token);
    last_ = token.back();
}

void CanonicalText::literal(std::string_view token, std::size_t prefix) {
    if (prefix > 0) {
        this->token(token.substr(0, prefix));
    } else if (bytes::glue(last_) == bytes::in_word || last_ == '&') {
        put(' ');
    }
    prefixed_literal(token.substr(prefix));
}

void CanonicalText::prefixed_literal(std::string_view token) {
    put_lines(token);
    last_ = '\'';
    layout_ = true;
}

void CanonicalText::continued_literal(std::string_view token) {
    put('\n');
    prefixed_literal(token);
}

void CanonicalText::end_statement() {
    put(';');
    last_ = ';';
    layout_ = false;
}

Checksum CanonicalText::result() {
    flush();
    const auto hash = XXH3_128bits_digest(&hash_->state);
    return {hash.high64, hash.low64};
}

} // namespace runner
