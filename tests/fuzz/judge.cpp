#include "judge.hpp"

#include "scanned_token.hpp"
#include "statement_effect.hpp"

#include <pg_query.h>

#include <string_view>

namespace runner::fuzz {
namespace {

/// Where each statement begins and ends, with the layout around it.
std::vector<Span> parse(const std::string& text, std::string& refusal) {
    const auto result = pg_query_split_with_parser(text.c_str());
    std::vector<Span> spans;
    if (result.error != nullptr) {
        refusal = result.error->message;
    } else {
        for (int index = 0; index < result.n_stmts; ++index) {
            const auto& each = *result.stmts[index];
            spans.push_back(
                {static_cast<std::size_t>(each.stmt_location),
                 static_cast<std::size_t>(each.stmt_len)}
            );
        }
    }
    pg_query_free_split_result(result);
    return spans;
}

bool is_layout(char byte) {
    return std::string_view(" \t\r\n\f").find(byte) != std::string_view::npos;
}

/// Where the last token ends of a statement that ends at `end`, with layout behind it. The ends of
/// tokens are of no use: a string's is behind the blanks that the lexer looked at in search of
/// another piece, and that of a U& string in front of it.
std::size_t
end_of_last_token(std::string_view text, std::size_t end, const std::vector<Span>& comments) {
    for (auto comment = comments.rbegin();; ++comment) {
        const auto behind_comment =
            comment == comments.rend() ? 0 : comment->offset + comment->length;
        while (end > behind_comment && is_layout(text[end - 1])) {
            --end;
        }
        if (end != behind_comment) {
            return end;
        }
        end = comment->offset;
    }
}

} // namespace

Judgement judge(const std::string& text) {
    Judgement judgement;
    if (text.find('\0') != std::string::npos) {
        judgement.refusal = "a NUL";
        return judgement;
    }
    const auto spans = parse(text, judgement.refusal);
    if (!judgement.accepted()) {
        return judgement;
    }
    const auto tokens = scan(text, judgement.refusal);
    auto token = tokens.begin();
    std::vector<ScannedToken> inside;
    for (const auto& span : spans) {
        inside.clear();
        const auto end = span.offset + span.length;
        for (; token != tokens.end() && token->span.offset < end; ++token) {
            if (is_comment(*token)) {
                judgement.comments.push_back(token->span);
            } else if (token->span.offset >= span.offset) {
                inside.push_back(*token);
            }
        }
        if (inside.empty()) {
            judgement.refusal = "the lexer sees no token where the grammar sees a statement";
            return judgement;
        }
        const auto begin = inside.front().span.offset;
        const auto last = end_of_last_token(text, end, judgement.comments);
        const bool has_semicolon = end < text.size() && text[end] == ';';
        judgement.statements.push_back(
            {{begin, last - begin},
             has_semicolon ? end : text.size(),
             reads_rows(text, inside),
             standard_strings(text, inside)}
        );
    }
    for (; token != tokens.end(); ++token) {
        if (is_comment(*token)) {
            judgement.comments.push_back(token->span);
        }
    }
    return judgement;
}

} // namespace runner::fuzz
