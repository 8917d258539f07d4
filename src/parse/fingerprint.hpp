// Tokens -> fingerprint: a checksum that comments, layout and letter case do not change.
//
// It is XXH3-128 over
// 1. the directives that change execution, by key: `@always=true`, `@env=a,b`, `@lock-timeout=MS`,
//    `@statement-timeout=MS`, `@transaction=none`, `@vars=a,b`, a NUL behind each; those that
//    are not set are left out;
// 2. the canonical text of the statements (canonical_text.hpp), with a `;` behind each, whether or
//    not it is written, and none for an empty one;
// 3. the rows and a NUL, behind the `;` of COPY … FROM stdin. CRLF is LF in them;
// 4. behind the `;` of a statement the directives that change how it runs, by key: `@batch=N`,
//    `@max-lag=MS`, `@pause=MS`, a NUL behind each.
#pragma once

#include "parse/canonical_text.hpp"
#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <string_view>

namespace runner {

class Fingerprint {
public:
    /// Tokens and rows are parts of `script`, which outlives this.
    Fingerprint(const Header& header, const Text& script);

    /// `behind_layout`: something stands between the token and the one before it.
    void add(const Token& token, bool behind_layout);

    /// Behind the end of their statement.
    void add(const StatementDirectives& directives);

    void end_statement() { text_.end_statement(); }

    [[nodiscard]] Checksum result() { return text_.result(); }

    /// For a lexer, which writes plain text and rows.
    [[nodiscard]] CanonicalText& text() noexcept { return text_; }

private:
    void add_directive(std::string_view key, std::string_view value);

    CanonicalText text_;
};

} // namespace runner
