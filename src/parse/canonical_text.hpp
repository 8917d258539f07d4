// The shortest text that has the same tokens as a script, hashed while it is written.
//
// Comments and layout are gone, and letters outside of literals and quoted names are in lower case.
// One space stays where the neighbours would run together: between two words, numbers, literals or
// quoted names, and between two operators. Literals and quoted names keep their bytes, CRLF as LF;
// behind a word or an `&` they always have that space, so that `n 'x'` is not `n'x'`.
#pragma once

#include "parse/bytes.hpp"

#include <runner/migration.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace runner {

class CanonicalText {
public:
    /// Pieces are taken from `script`, which outlives this.
    explicit CanonicalText(const Text& script);
    ~CanonicalText();
    CanonicalText(const CanonicalText&) = delete;
    CanonicalText& operator=(const CanonicalText&) = delete;

    /// Layout stands between what was written and what comes.
    void layout() noexcept { layout_ = true; }

    /// A step through plain text, which is read here, too. It begins at `at` in the script.
    void plain(bytes::Step& step, const char* at) {
        make_room(bytes::block + 1);
        step.to = next_;
        step.last = last_;
        step.gap = layout_;
        bytes::kernel.write(step);
        next_ = step.to;
        last_ = step.last;
        layout_ = step.gap;
        if (step.operators_meet) {
            separate(at + step.end);
        }
    }

    /// A token that is no literal.
    void token(std::string_view token);
    /// A literal, a quoted name, or the first line of one. `prefix` letters stand before its quote.
    void literal(std::string_view token, std::size_t prefix);
    /// The same, but its prefix was in plain().
    void prefixed_literal(std::string_view token);
    /// What follows the first line of a literal that goes on behind a line's end.
    void continued_literal(std::string_view token);
    void end_statement();

    /// Bytes that are no tokens: whole lines of the script, CRLF as LF.
    void lines(std::string_view lines) { put_lines(lines); }

    /// Bytes from elsewhere.
    void foreign(std::string_view bytes) { put_as_it_is(bytes); }

    /// Tells foreign bytes and lines from what comes: a NUL, which no script holds.
    void end_record() { put('\0'); }

    [[nodiscard]] Checksum result();

private:
    // Tokens are a few bytes each, and the hash prefers more at once.
    static constexpr std::size_t capacity = 16384;
    // How far back an operator is looked at. The server's longest name has 63 bytes; who writes
    // longer runs than this keeps the space.
    static constexpr std::size_t remembered = 16;

    struct Hash;

    [[nodiscard]] char* begin() noexcept { return bytes_.data() + remembered; }

    // `next` is where the next token begins in the script.
    void separate(const char* next);
    [[nodiscard]] bool operators_fuse(const char* next) const noexcept;

    void make_room(std::size_t size) {
        if (static_cast<std::size_t>(end_ - next_) < size) {
            flush();
        }
    }

    void put(char byte);
    void put_lower(std::string_view bytes);
    void put_lines(std::string_view bytes);
    void put_as_it_is(std::string_view bytes);
    void flush();

    const Text& text_;
    std::string_view script_; ///< its bytes
    std::unique_ptr<Hash> hash_;
    std::array<char, remembered + capacity>
        bytes_; // not cleared: most files are a small part of it
    char* next_ = begin();
    char* end_ = next_ + capacity;
    char last_ = ';';
    bool layout_ = false; ///< or a literal, which is kept apart from a word right behind it
};

} // namespace runner
