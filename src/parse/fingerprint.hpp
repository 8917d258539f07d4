// Tokens -> fingerprint: a checksum that comments, layout and letter case do not change.
//
// It is XXH3-128 over these pieces, one behind the other. A NUL ends each of them, and no script
// holds a NUL, so two different scripts are never the same bytes.
// 1. The directives that change execution, by key: `@always=true`, `@env=a,b`, `@lock-timeout=MS`,
//    `@statement-timeout=MS`, `@transaction=none`; those that are not set are left out.
// 2. For each token one letter and its bytes: w a word, its ASCII letters in lower case; q a quoted
//    name; s a string; c its continuation on a later line; d a dollar quote; n a number;
//    p a parameter; o an operator; x a punctuation mark; z anything else.
// 3. `;` at the end of each statement, whether or not it is written; none for an empty one.
// 4. `r` and the rows, behind the `;` of COPY … FROM stdin.
// CRLF is LF in all of them.
#pragma once

#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <memory>
#include <string_view>

namespace runner {

class Fingerprint {
public:
    explicit Fingerprint(const Header& header);
    ~Fingerprint();
    Fingerprint(const Fingerprint&) = delete;
    Fingerprint& operator=(const Fingerprint&) = delete;

    void add(const Token& token);
    void end_statement();
    void add_copy_rows(std::string_view rows);
    [[nodiscard]] Checksum result();

private:
    struct State;

    void add_directive(std::string_view key, std::string_view value);
    void piece(char letter, std::string_view bytes);

    std::unique_ptr<State> state_;
};

} // namespace runner
