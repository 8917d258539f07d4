#include "parse/fingerprint.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace runner {

Fingerprint::Fingerprint(const Header& header, const Text& script) : text_(script) {
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
    if (!header.variables.empty()) {
        add_directive("vars", fmt::format("{}", fmt::join(header.variables, ",")));
    }
}

void Fingerprint::add(const StatementDirectives& directives) {
    if (directives.batch) {
        add_directive("batch", std::to_string(*directives.batch));
    }
    if (directives.max_lag) {
        add_directive("max-lag", std::to_string(directives.max_lag->count()));
    }
    if (directives.pause) {
        add_directive("pause", std::to_string(directives.pause->count()));
    }
}

void Fingerprint::add_directive(std::string_view key, std::string_view value) {
    text_.foreign(fmt::format("@{}={}", key, value));
    text_.end_record();
}

void Fingerprint::add(const Token& token, bool behind_layout) {
    if (behind_layout) {
        text_.layout();
    }
    switch (token.kind) {
    case TokenKind::string:
    case TokenKind::quoted_name:
        text_.literal(token.text, token.text.find_first_of("'\""));
        break;
    case TokenKind::dollar_quoted:
        text_.literal(token.text, 0);
        break;
    case TokenKind::continuation:
        text_.continued_literal(token.text);
        break;
    default:
        text_.token(token.text);
        break;
    }
}

} // namespace runner
