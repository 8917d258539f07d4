// What stands between tokens, and whether something has to.
#include "token_writer.hpp"

#include <array>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::array comment_parts = {
    " "sv,
    "a"sv,
    ";"sv,
    "'"sv,
    "\""sv,
    "$$"sv,
    "$a$"sv,
    "("sv,
    "--"sv,
    "é"sv,
    "*"sv,
    "/"sv,
    "\\"sv,
    "begin atomic"sv,
    "end"sv,
    "E'"sv,
};

bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '$' ||
           static_cast<unsigned char>(byte) >= 0x80U;
}

bool is_operator_byte(char byte) {
    return std::string_view("+-*/<>=~!@#^&|`?%").find(byte) != std::string_view::npos;
}

/// Whether the two would be read as something else without layout between them.
bool would_merge(char before, char behind) {
    if (is_name_byte(before)) {
        return is_name_byte(behind) || behind == '\'' || behind == '"' || behind == '.';
    }
    if (before == '.') {
        return is_name_byte(behind);
    }
    return (is_operator_byte(before) && is_operator_byte(behind)) ||
           (before == ':' && (behind == ':' || behind == '=')) ||
           (before == '\'' && behind == '\'') || (before == '"' && behind == '"');
}

/// `u` and `&` in front of a quote would be its prefix.
bool would_be_prefix(std::string_view text, char behind) {
    if ((behind != '\'' && behind != '"') || (!text.ends_with("u&") && !text.ends_with("U&"))) {
        return false;
    }
    return text.size() == 2 || !is_name_byte(text[text.size() - 3]);
}

} // namespace

TokenWriter::TokenWriter(RandomSource& random, Program& program, bool substitutes)
    : random_(random), program_(program), substitutes_(substitutes) {
    const auto kind = random_.below(20);
    breaks_ = kind < 13   ? Breaks::line_feed
              : kind < 16 ? Breaks::carriage_return_line_feed
              : kind < 17 ? Breaks::carriage_return
                          : Breaks::mixed;
}

std::string_view TokenWriter::next_break() {
    auto kind = breaks_;
    if (kind == Breaks::mixed) {
        kind = static_cast<Breaks>(random_.below(3));
    }
    if (on_one_line_ || kind == Breaks::carriage_return) {
        program_.mark(Construct::lone_carriage_return);
        return "\r";
    }
    if (kind == Breaks::carriage_return_line_feed) {
        program_.mark(Construct::carriage_return_newline);
        return "\r\n";
    }
    return "\n";
}

/// Longer than what is looked at in one step, whatever the step.
std::string TokenWriter::long_run() {
    program_.mark(Construct::long_piece);
    const auto limit = std::size_t{1} << (6 + random_.below(random_.one_in(20) ? 11 : 7));
    std::string text(random_.below(limit), random_.one_in(2) ? 'a' : ' ');
    for (auto count = random_.below(4); count > 0 && !text.empty(); --count) {
        text[random_.below(text.size())] = random_.one_in(2) ? ';' : '"';
    }
    return text;
}

std::string TokenWriter::comment_text(std::size_t depth) {
    std::string text;
    for (auto parts = random_.below(5); parts > 0; --parts) {
        if (random_.one_in(1000)) {
            text += long_run();
        } else if (depth > 0 && random_.one_in(4)) {
            text += "/*" + comment_text(depth - 1) + "*/";
            program_.mark(Construct::nested_comment);
        } else if (random_.one_in(8) && !on_one_line_) {
            text += next_break();
        } else {
            text += random_.pick(comment_parts);
        }
        // Not by accident: `*/` would end the comment too early, `/*` begin one without an end.
        if (text.ends_with("*") || text.ends_with("/")) {
            text += random_.one_in(2) ? " " : ";";
        }
    }
    return text;
}

void TokenWriter::line_comment() {
    std::string text = "--";
    for (auto parts = random_.below(4); parts > 0; --parts) {
        text += random_.pick(comment_parts);
    }
    program_.mark(Construct::line_comment);
    program_.add(text, looks_ahead_ ? std::string(text.size(), ' ') : text);
    line_break();
}

void TokenWriter::block_comment() {
    std::string text = "/*" + std::string(random_.one_in(6) ? random_.below(3) : 0, '*');
    const auto rest = comment_text(3);
    // `/*/` is no whole comment, but `/**/` is one.
    text += text.ends_with("**") && rest.starts_with('/') ? " " : "";
    text += rest + (random_.one_in(6) ? "**/" : "*/");
    program_.add(text, looks_ahead_ ? std::string(text.size(), ' ') : text);
}

void TokenWriter::line_break() {
    program_.add(next_break());
}

void TokenWriter::blank() {
    const auto kind = random_.below(40);
    const bool takes_comments = substitutes_ || !looks_ahead_;
    if (kind < 24 || (kind > 33 && !takes_comments)) {
        program_.add(" ");
    } else if (kind < 31) {
        line_break();
    } else if (kind < 33) {
        program_.add(random_.one_in(200) ? std::string(random_.below(1000), ' ') + "\t" : "\t");
    } else if (kind < 34) {
        program_.mark(Construct::form_feed);
        program_.add("\f");
    } else if (kind < 35 && substitutes_) {
        program_.mark(Construct::vertical_tab);
        program_.add("\v", " ");
    } else if (kind < 37) {
        line_comment();
    } else {
        block_comment();
    }
}

void TokenWriter::layout() {
    blank();
    while (random_.one_in(5)) {
        blank();
    }
}

void TokenWriter::separate(std::string_view token) {
    const bool glued = glued_;
    glued_ = false;
    if (glued || program_.text.empty()) {
        return;
    }
    const auto before = program_.text.back();
    // A comment behind an operator is a hard piece of its own.
    if (would_merge(before, token.front()) || would_be_prefix(program_.text, token.front()) ||
        random_.one_in(is_operator_byte(before) ? 3 : 2)) {
        layout();
    }
}

} // namespace runner::fuzz
