#include "promises.hpp"
#include "split.hpp"
#include "text_checks.hpp"

#include <algorithm>
#include <string>

namespace runner::fuzz {
namespace {

bool is_layout(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

std::string_view of(std::string_view text, const Span& span) {
    return text.substr(span.offset, span.length);
}

void check_rows(std::string_view text, const Span& rows, std::size_t& behind_rows) {
    promise(rows.offset >= behind_rows, "rows are in order");
    promise(rows.offset + rows.length <= text.size(), "rows are inside the text");
    promise(text[rows.offset - 1] == '\n', "rows begin a line");
    promise(rows.length == 0 || of(text, rows).back() == '\n', "rows are whole lines");
    promise(text.substr(rows.offset + rows.length, 2) == "\\.", "rows end at their mark");
    behind_rows = rows.offset + rows.length;
}

void check_places(const Text& text, const Split& split) {
    std::size_t behind = 0;
    std::size_t behind_rows = 0;
    for (const auto& statement : split.statements) {
        const auto& span = statement.span;
        promise(span.length > 0, "no statement is empty");
        promise(span.offset >= behind, "statements are in order");
        promise(span.offset + span.length <= text.view().size(), "statements are inside the text");
        behind = span.offset + span.length;
        promise(
            !is_layout(of(text.view(), span).front()) && !is_layout(of(text.view(), span).back()),
            "there is no layout around a statement"
        );
        promise(
            statement.position == text.position(span.offset), "the position is that of the offset"
        );
        // On the line of a COPY, or behind all rows so far.
        const auto line = text.view().find('\n', behind);
        promise(
            span.offset >= behind_rows || line == std::string_view::npos || line < behind_rows,
            "no statement is in rows"
        );
        if (statement.copy_data) {
            promise(statement.copy_data->offset > behind, "rows are behind their COPY");
            check_rows(text.view(), *statement.copy_data, behind_rows);
        }
    }
    if (split.error) {
        check_error(*split.error, text.view());
    }
}

bool are_same(const Split& one, const Split& other) {
    return one.statements == other.statements && one.error.has_value() == other.error.has_value() &&
           (!one.error || (std::string(one.error->what()) == other.error->what() &&
                           one.error->location() == other.error->location()));
}

bool splits_are_alike(const Split& one, const Split& other) {
    return std::equal(
               one.statements.begin(),
               one.statements.end(),
               other.statements.begin(),
               other.statements.end(),
               [](const Statement& left, const Statement& right) { return are_alike(left, right); }
           ) &&
           one.error.has_value() == other.error.has_value() &&
           (!one.error || std::string(one.error->what()) == other.error->what()) &&
           one.fingerprint == other.fingerprint;
}

/// With the directives it is the same, up to a bad one.
void check_directives(const Text& text, const Split& split) {
    const auto other = split_with_directives(text);
    const auto read = other.statements.size();
    promise(read <= split.statements.size(), "directives make no statements");
    promise(
        std::equal(
            other.statements.begin(),
            other.statements.end(),
            split.statements.begin(),
            [](const Statement& left, const Statement& right) {
                return left.span == right.span && are_alike(left, right);
            }
        ),
        "directives change no statement"
    );
    promise(
        other.error || (read == split.statements.size() && !split.error), "nothing is left out"
    );
    if (other.error) {
        check_error(*other.error, text.view());
    }
}

/// Layout and comments change nothing but places, wherever the blocks begin that are read at once.
void check_layout_in_front(std::string_view text, const Split& split) {
    const std::string blanks(1 + text.size() % 131, ' ');
    promise(
        splits_are_alike(split, split_with_fingerprint(tight_text(blanks + std::string(text)))),
        "blanks in front change nothing"
    );
    const auto commented =
        split_with_fingerprint(tight_text("-- it's /* a $$ \"comment\n" + std::string(text)));
    promise(splits_are_alike(split, commented), "a comment in front changes nothing");
    if (split.error && split.error->location()) {
        auto position = split.error->location()->position;
        ++position.line;
        promise(
            commented.error->location()->position == position,
            "a line in front moves an error by a line"
        );
    }
}

/// A statement alone, with its rows.
std::string alone(std::string_view text, const Statement& statement) {
    auto result = std::string(of(text, statement.span)) + ";\n";
    if (statement.copy_data) {
        result += of(text, *statement.copy_data);
        result += "\\.\n";
    }
    return result;
}

void check_statements_alone(std::string_view text, const Split& split) {
    std::string all;
    for (const auto& statement : split.statements) {
        const auto one = alone(text, statement);
        const auto again = split_text(tight_text(one));
        promise(!again.error && again.statements.size() == 1, "a statement alone is one statement");
        promise(
            are_alike(statement, again.statements.front()) &&
                again.statements.front().span.offset == 0,
            "a statement alone is the same"
        );
        all += one;
    }
    if (!split.error) {
        promise(
            splits_are_alike(split, split_with_fingerprint(tight_text(all))),
            "the statements alone, one below the other, are the same script"
        );
    }
}

/// The statements behind one that switches the strings are only right where they stand.
bool may_switch_strings(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    return lower.find("standard_conforming_strings") != std::string::npos;
}

} // namespace

void check_splitting(std::string_view bytes) {
    const auto text = tight_text(bytes);
    const auto split = split_with_fingerprint(text);
    check_places(text, split);
    promise(are_same(split, split_text(text)), "a fingerprint changes no statement");
    check_directives(text, split);
    // Whoever reads a file refuses a NUL; what it means in a fingerprint is not promised.
    if (bytes.find('\0') == std::string_view::npos) {
        check_layout_in_front(bytes, split);
        if (!may_switch_strings(bytes)) {
            check_statements_alone(bytes, split);
        }
    }
}

} // namespace runner::fuzz
