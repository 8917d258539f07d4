#include "comparison.hpp"

#include "copy_block.hpp"
#include "judge.hpp"
#include "split.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace runner::fuzz {
namespace {

std::string error_text(const Error& error) {
    std::string text = error.what();
    if (const auto& location = error.location()) {
        text = std::to_string(location->position.line) + ":" +
               std::to_string(location->position.column) + " " + text;
    }
    return text;
}

/// What holds for every text.
bool keeps_promises(const Split& split, std::string_view text) {
    std::size_t behind = 0;
    for (const auto& statement : split.statements) {
        const auto& span = statement.span;
        if (span.length == 0 || span.offset < behind || span.offset + span.length > text.size()) {
            return false;
        }
        behind = span.offset + span.length;
        const auto& rows = statement.copy_data;
        if (rows && (rows->offset < behind || rows->offset + rows->length > text.size())) {
            return false;
        }
    }
    return true;
}

bool are_same(const Split& one, const Split& other) {
    return one.statements == other.statements && one.error.has_value() == other.error.has_value() &&
           (!one.error || error_text(*one.error) == error_text(*other.error));
}

/// Comments do not count in a fingerprint, and digits do.
bool fingerprint_is_right(
    const std::string& text, const Judgement& judgement, const Checksum& fingerprint
) {
    auto changed = text;
    for (const auto& comment : judgement.comments) {
        // Without a block comment between them, two strings could be one.
        const auto before = changed.find_last_not_of(" \t\r\n\f\v", comment.offset - 1);
        const bool stays = text[comment.offset] == '/' && comment.offset > 0 &&
                           before != std::string::npos &&
                           (changed[before] == '\'' || changed[before] == '/');
        const auto kept = stays ? std::size_t{2} : std::size_t{0};
        const auto hidden = comment.length - 2 * kept;
        changed.replace(comment.offset + kept, hidden, hidden, ' ');
    }
    if (split_with_fingerprint(Text(changed)).fingerprint != fingerprint) {
        return false;
    }
    for (const auto& statement : judgement.statements) {
        const auto digit = changed.find('1', statement.span.offset);
        if (digit < statement.span.offset + statement.span.length) {
            changed[digit] = '2';
            // A dollar quote may have lost its end.
            return split_with_fingerprint(Text(changed)).fingerprint != fingerprint;
        }
    }
    return true;
}

/// True when escapes are respelled only where a SET has switched them on.
bool escapes_are_on(std::string_view text, std::string_view for_judge, const Judgement& judgement) {
    bool standard_strings = true;
    for (const auto& statement : judgement.statements) {
        const auto end = statement.span.offset + statement.span.length;
        for (auto at = statement.span.offset; at < end; ++at) {
            if (standard_strings && text[at] == '\\' && for_judge[at] == 'x') {
                return false;
            }
        }
        standard_strings = statement.standard_strings.value_or(standard_strings);
    }
    return true;
}

struct Piece {
    Span statement;
    std::optional<Span> rows;

    bool operator==(const Piece&) const = default;
};

std::vector<Piece> pieces_of(const Split& split) {
    std::vector<Piece> pieces;
    for (const auto& statement : split.statements) {
        pieces.push_back({statement.span, statement.copy_data});
    }
    return pieces;
}

std::vector<Piece> pieces_of(const Judgement& judgement, const std::vector<CopyBlock>& blocks) {
    std::vector<Piece> pieces;
    auto block = blocks.begin();
    for (const auto& statement : judgement.statements) {
        pieces.push_back({statement.span, std::nullopt});
        if (statement.reads_rows) {
            pieces.back().rows = (block++)->rows;
        }
    }
    return pieces;
}

std::string shown(std::string_view text, const std::vector<Piece>& pieces) {
    std::string result = "|";
    for (const auto& [statement, rows] : pieces) {
        result += visible(text.substr(statement.offset, statement.length));
        if (rows) {
            result += "{" + visible(text.substr(rows->offset, rows->length)) + "}";
        }
        result += "|";
    }
    return result;
}

std::string shown(std::string_view text, const Split& split) {
    return shown(text, pieces_of(split)) + (split.error ? " " + error_text(*split.error) : "");
}

Verdict verdict_of(
    const std::string& text, const std::string& for_judge, const Split& split, Comparison& result
) {
    const auto whole = split_with_fingerprint(Text(text));
    if (!keeps_promises(split, text) || !are_same(split, whole)) {
        result.theirs = "split with a fingerprint: " + shown(text, whole);
        return Verdict::broken_promise;
    }
    const auto judgement = judge(for_judge);
    if (!judgement.accepted()) {
        result.theirs = judgement.refusal;
        return Verdict::refused;
    }
    const auto blocks = copy_blocks(text, judgement);
    if (!blocks || !rows_are_hidden(text, for_judge, *blocks) ||
        !escapes_are_on(text, for_judge, judgement)) {
        return Verdict::not_judged;
    }
    if (crosses_rows(judgement, *blocks)) {
        return split.error ? Verdict::crossing : Verdict::disagreed;
    }
    const auto expected = pieces_of(judgement, *blocks);
    result.theirs = shown(text, expected);
    if (split.error || pieces_of(split) != expected) {
        return Verdict::disagreed;
    }
    if (!fingerprint_is_right(text, judgement, *whole.fingerprint)) {
        result.theirs = "another fingerprint";
        return Verdict::broken_promise;
    }
    return Verdict::agreed;
}

} // namespace

Comparison compare(const std::string& text, const std::string& for_judge) {
    Comparison result;
    const auto ours = split_text(Text(text));
    result.ours = shown(text, ours);
    result.verdict = verdict_of(text, for_judge, ours, result);
    return result;
}

std::string visible(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        if (byte == '\n') {
            result += "\\n";
        } else if (byte == '\r') {
            result += "\\r";
        } else if (byte == '\\') {
            result += "\\\\";
        } else if (static_cast<unsigned char>(byte) < 0x20U) {
            constexpr std::string_view digits = "0123456789abcdef";
            result += "\\x";
            result += digits[static_cast<unsigned char>(byte) >> 4U];
            result += digits[static_cast<unsigned char>(byte) & 0xFU];
        } else {
            result += byte;
        }
    }
    return result;
}

} // namespace runner::fuzz
