#include "parse/fingerprint.hpp"

#define XXH_INLINE_ALL
#include <spdlog/fmt/fmt.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace runner {
namespace {

char letter_of(TokenKind kind) noexcept {
    switch (kind) {
    case TokenKind::word:
        return 'w';
    case TokenKind::quoted_name:
        return 'q';
    case TokenKind::string:
        return 's';
    case TokenKind::continuation:
        return 'c';
    case TokenKind::dollar_quoted:
        return 'd';
    case TokenKind::number:
        return 'n';
    case TokenKind::parameter:
        return 'p';
    case TokenKind::operator_run:
        return 'o';
    case TokenKind::punctuation:
        return 'x';
    case TokenKind::psql_command:
    case TokenKind::other:
    case TokenKind::end:
        break;
    }
    return 'z';
}

} // namespace

// Tokens are a few bytes each and the hash prefers more at once.
struct Fingerprint::State {
    XXH3_state_t hash;
    std::array<char, 8192> buffer;
    std::size_t used = 0;

    State() { XXH3_128bits_reset(&hash); }

    void flush() noexcept {
        XXH3_128bits_update(&hash, buffer.data(), used);
        used = 0;
    }

    void put(char byte) noexcept {
        if (used == buffer.size()) {
            flush();
        }
        buffer[used++] = byte;
    }

    void put(std::string_view bytes) noexcept {
        if (bytes.size() > buffer.size() - used) {
            flush();
        }
        if (bytes.size() > buffer.size()) {
            XXH3_128bits_update(&hash, bytes.data(), bytes.size());
            return;
        }
        std::copy(bytes.begin(), bytes.end(), buffer.begin() + static_cast<std::ptrdiff_t>(used));
        used += bytes.size();
    }

    void put_lower(std::string_view word) noexcept {
        while (!word.empty()) {
            if (used == buffer.size()) {
                flush();
            }
            const auto part = word.substr(0, buffer.size() - used);
            for (const char byte : part) {
                buffer[used++] =
                    byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
            }
            word.remove_prefix(part.size());
        }
    }

    /// A whole token at once, when it fits.
    void put_short(char letter, std::string_view bytes) noexcept {
        if (buffer.size() - used < bytes.size() + 2) {
            flush();
        }
        buffer[used++] = letter;
        std::copy(bytes.begin(), bytes.end(), buffer.begin() + static_cast<std::ptrdiff_t>(used));
        used += bytes.size();
        buffer[used++] = '\0';
    }

    void put_lines(std::string_view bytes) noexcept {
        for (auto end = bytes.find('\r'); end != std::string_view::npos; end = bytes.find('\r')) {
            const bool line_ending = bytes.substr(end + 1, 1) == "\n";
            put(bytes.substr(0, line_ending ? end : end + 1));
            bytes.remove_prefix(end + 1);
        }
        put(bytes);
    }
};

Fingerprint::Fingerprint(const Header& header) : state_(std::make_unique<State>()) {
    if (header.always) {
        add_directive("always", "true");
    }
    if (!header.environments.empty()) {
        add_directive("env", fmt::format("{}", fmt::join(header.environments, ",")));
    }
    if (header.lock_timeout) {
        add_directive("lock-timeout", std::to_string(header.lock_timeout->count()));
    }
    if (header.statement_timeout) {
        add_directive("statement-timeout", std::to_string(header.statement_timeout->count()));
    }
    if (header.transaction == Header::Transaction::none) {
        add_directive("transaction", "none");
    }
}

Fingerprint::~Fingerprint() = default;

void Fingerprint::add_directive(std::string_view key, std::string_view value) {
    piece('@', fmt::format("{}={}", key, value));
}

void Fingerprint::piece(char letter, std::string_view bytes) {
    state_->put(letter);
    state_->put_lines(bytes);
    state_->put('\0');
}

void Fingerprint::add(const Token& token) {
    if (token.kind == TokenKind::word) {
        state_->put('w');
        state_->put_lower(token.text);
        state_->put('\0');
    } else if (token.text.size() <= 16 && token.text.find('\r') == std::string_view::npos) {
        state_->put_short(letter_of(token.kind), token.text);
    } else {
        piece(letter_of(token.kind), token.text);
    }
}

void Fingerprint::end_statement() {
    piece(';', {});
}

void Fingerprint::add_copy_rows(std::string_view rows) {
    piece('r', rows);
}

Checksum Fingerprint::result() {
    state_->flush();
    const auto hash = XXH3_128bits_digest(&state_->hash);
    return {hash.high64, hash.low64};
}

} // namespace runner
