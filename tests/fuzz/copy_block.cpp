#include "copy_block.hpp"

#include <algorithm>

namespace runner::fuzz {
namespace {

std::optional<CopyBlock> block_at(std::string_view text, std::size_t begin) {
    for (auto line = begin; line < text.size();) {
        const auto newline = text.find('\n', line);
        const auto next = newline == std::string_view::npos ? text.size() : newline + 1;
        const auto content = text.substr(line, std::min(newline, text.size()) - line);
        if (content == "\\." || content == "\\.\r") {
            return CopyBlock{{begin, line - begin}, next};
        }
        line = next;
    }
    return std::nullopt;
}

/// Hides the rows of the COPYs whose semicolons are on the last line of a part of the text; returns
/// the offset behind them, or the part's beginning when there are none.
std::size_t hide_rows(std::string& text, std::size_t begin, std::size_t end) {
    const auto part = text.substr(begin, end - begin);
    const auto judgement = judge(part);
    const auto blocks = copy_blocks(std::string_view(text).substr(begin), judgement);
    if (!blocks || blocks->empty() || blocks->front().rows.offset != part.size()) {
        return begin;
    }
    const auto behind = begin + blocks->back().end;
    text.replace(end, behind - end, behind - end, hidden_byte);
    return behind;
}

} // namespace

std::string with_hidden_rows(const std::string& text) {
    auto hidden = text;
    auto lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    std::size_t begin = 0; // of a statement
    for (auto at = lower.find("std"); at != std::string::npos; at = lower.find("std", at + 1)) {
        const auto word = std::string_view(lower).substr(at);
        if (at < begin || (!word.starts_with("stdin") && !word.starts_with("stdout"))) {
            continue;
        }
        // The semicolon may be that of an option, as in DELIMITER ';'.
        constexpr int most_semicolons = 8;
        auto semicolon = text.find(';', at);
        for (int tries = 0; tries < most_semicolons && semicolon != std::string::npos; ++tries) {
            const auto line_end = text.find('\n', semicolon);
            const auto behind =
                line_end == std::string::npos ? begin : hide_rows(hidden, begin, line_end + 1);
            if (behind != begin) {
                begin = behind;
                break;
            }
            semicolon = text.find(';', semicolon + 1);
        }
    }
    return hidden;
}

/// True when exactly the rows are hidden.
bool rows_are_hidden(
    std::string_view text, std::string_view for_judge, const std::vector<CopyBlock>& blocks
) {
    std::size_t at = 0;
    const auto holds_hidden = [&](std::size_t end) {
        for (; at < end; ++at) {
            if (for_judge[at] == hidden_byte && text[at] != hidden_byte) {
                return true;
            }
        }
        return false;
    };
    for (const auto& block : blocks) {
        if (holds_hidden(block.rows.offset)) {
            return false;
        }
        for (; at < block.end; ++at) {
            if (for_judge[at] != hidden_byte) {
                return false;
            }
        }
    }
    return !holds_hidden(text.size());
}

std::optional<std::vector<CopyBlock>>
copy_blocks(std::string_view text, const Judgement& judgement) {
    std::vector<CopyBlock> blocks;
    std::size_t line_end = 0; // of the line whose rows come next
    for (const auto& statement : judgement.statements) {
        if (!statement.reads_rows) {
            continue;
        }
        const bool same_line = !blocks.empty() && statement.end < line_end;
        if (!same_line) {
            const auto newline = text.find('\n', statement.end);
            line_end = newline == std::string_view::npos ? text.size() : newline + 1;
        }
        const auto block = block_at(text, same_line ? blocks.back().end : line_end);
        if (!block) {
            return std::nullopt;
        }
        blocks.push_back(*block);
    }
    return blocks;
}

bool crosses_rows(const Judgement& judgement, const std::vector<CopyBlock>& blocks) {
    const auto crosses = [&](std::size_t begin, std::size_t end) {
        return std::any_of(blocks.begin(), blocks.end(), [&](const CopyBlock& block) {
            return begin < block.rows.offset && end > block.rows.offset;
        });
    };
    return std::any_of(
               judgement.comments.begin(),
               judgement.comments.end(),
               [&](const Span& comment) {
                   return crosses(comment.offset, comment.offset + comment.length);
               }
           ) ||
           std::any_of(
               judgement.statements.begin(),
               judgement.statements.end(),
               [&](const JudgedStatement& statement) {
                   return crosses(statement.span.offset, statement.end);
               }
           );
}

} // namespace runner::fuzz
