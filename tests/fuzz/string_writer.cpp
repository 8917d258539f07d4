// Strings in every form, and what looks like one: rows of a COPY, psql lines.
#include "token_writer.hpp"

#include <array>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

// What could end a statement, a string or a comment if the quote around it were misread.
constexpr std::array plain_parts = {
    ""sv,   "a"sv,   ";"sv, "''"sv, "\\"sv, "--"sv,   "/*"sv, "*/"sv, "$$"sv,           "$a$"sv,
    "\""sv, "("sv,   ")"sv, "é"sv,  "\n"sv, "\r\n"sv, "\r"sv, "\f"sv, "begin atomic"sv, "end;"sv,
    "😀"sv,  "\\."sv,
};
constexpr std::array escape_parts = {
    ""sv,      "a"sv,     ";"sv,   "''"sv,      "\\'"sv,         "\\\\"sv, "\\n"sv,    "\\\n"sv,
    "\\x41"sv, "\\101"sv, "\\;"sv, "\\u0041"sv, "\\U0001F600"sv, "--"sv,   "/*"sv,     "\\\""sv,
    "$$"sv,    "é"sv,     "\\é"sv, "\n"sv,      "\\\r\n"sv,      "*/"sv,   "\\''';"sv, "\\\\\\'"sv,
};
constexpr std::array bit_parts = {""sv, "0"sv, "1"sv, ";"sv, "--"sv, "\\"sv, "F"sv, "\""sv, "$$"sv};
constexpr std::array unicode_parts = {
    ""sv,
    "a"sv,
    ";"sv,
    "''"sv,
    "\\0061"sv,
    "\\+01F600"sv,
    "\\\\"sv,
    "--"sv,
    "é"sv,
    "$$"sv,
    "\n"sv,
    "\""sv,
};
constexpr std::array other_unicode_parts = {
    ""sv,
    "a"sv,
    ";"sv,
    "''"sv,
    "!0061"sv,
    "!+01F600"sv,
    "!!"sv,
    "\\"sv,
    "--"sv,
    "/*"sv,
};

/// Escapes in a plain string, for the judge as well.
struct Escape {
    std::string_view text;
    std::string_view for_judge;
};

constexpr std::array plain_escapes = {
    Escape{"a", "a"},
    Escape{";", ";"},
    Escape{"''", "''"},
    Escape{"\\'", "xx"},
    Escape{"\\\\", "xx"},
    Escape{"\\n", "xx"},
    Escape{"\\';", "xx;"},
    Escape{"--", "--"},
    Escape{"é", "é"},
    Escape{"\\\\'';", "xx'';"},
};
constexpr std::array tags = {
    "$$"sv, "$a$"sv, "$A$"sv, "$ab$"sv, "$é$"sv, "$_1$"sv, "$Ünï$"sv, "$end$"sv};
constexpr std::array dollar_parts = {
    " "sv,   "a"sv,    ";"sv,   "'"sv,      "\""sv,   "$"sv,  "$1"sv, "$$"sv,
    "$a$"sv, "$A$"sv,  "$ab"sv, "$é$"sv,    "--"sv,   "/*"sv, "\\"sv, "("sv,
    "\n"sv,  "\r\n"sv, "\r"sv,  "begin;"sv, "end;"sv, "é"sv,  "$a"sv, "b$"sv,
};
constexpr std::array row_parts = {
    "1"sv,
    "\t"sv,
    "\\N"sv,
    ","sv,
    ";"sv,
    "'"sv,
    "\""sv,
    "$$"sv,
    "$a$"sv,
    "/*"sv,
    "--"sv,
    "("sv,
    "\\\\."sv,
    " \\."sv,
    "\\.x"sv,
    "begin;"sv,
    "copy t from stdin;"sv,
    "select 1;"sv,
    "\\restrict"sv,
    "é"sv,
    "\r"sv,
    "\f"sv,
    "\\"sv,
};

} // namespace

std::string TokenWriter::inside(std::span<const std::string_view> parts) {
    std::string text;
    for (auto count = random_.below(5); count > 0; --count) {
        if (random_.one_in(1000)) {
            text += long_run();
        }
        const auto part = random_.pick(parts);
        if (!on_one_line_ || part.find('\n') == std::string_view::npos) {
            text += part;
        }
    }
    return text;
}

/// The next piece of the same string, on a later line.
void TokenWriter::continuation(std::span<const std::string_view> parts) {
    constexpr std::array blanks = {" "sv, "\t"sv, "\f"sv};
    looks_ahead_ = true;
    while (random_.one_in(8)) {
        program_.mark(Construct::continued_string);
        while (random_.one_in(3)) {
            program_.add(random_.pick(blanks));
        }
        do {
            if (substitutes_ && random_.one_in(3)) {
                line_comment();
            } else {
                line_break();
            }
            while (random_.one_in(3)) {
                program_.add(random_.pick(blanks));
            }
        } while (random_.one_in(3));
        program_.add("'" + inside(parts) + "'");
    }
    looks_ahead_ = false;
}

void TokenWriter::quoted(std::string_view prefix, std::span<const std::string_view> parts) {
    token(std::string(prefix) + "'" + inside(parts) + "'");
    continuation(parts);
}

void TokenWriter::plain_string_with_escapes(std::string_view prefix) {
    program_.mark(Construct::escapes_in_plain_string);
    std::string text = std::string(prefix) + "'";
    std::string for_judge = text;
    for (auto count = 1 + random_.below(4); count > 0; --count) {
        const auto& escape = random_.pick(plain_escapes);
        text += escape.text;
        for_judge += escape.for_judge;
    }
    token(text + "'", for_judge + "'");
}

void TokenWriter::plain_string() {
    program_.mark(Construct::plain_string);
    if (plain_escapes_) {
        plain_string_with_escapes("");
    } else {
        quoted("", plain_parts);
    }
}

void TokenWriter::escape_string() {
    program_.mark(Construct::escape_string);
    quoted(random_.one_in(2) ? "E" : "e", escape_parts);
}

void TokenWriter::bits() {
    constexpr std::array prefixes = {"B"sv, "b"sv, "X"sv, "x"sv};
    program_.mark(Construct::bit_string);
    quoted(random_.pick(prefixes), bit_parts);
}

void TokenWriter::national_string() {
    program_.mark(Construct::national_string);
    const auto* prefix = random_.one_in(2) ? "N" : "n";
    if (plain_escapes_) {
        plain_string_with_escapes(prefix);
    } else {
        quoted(prefix, plain_parts);
    }
}

void TokenWriter::unicode_escape_character() {
    word("uescape");
    token("'!'");
}

void TokenWriter::unicode_string() {
    program_.mark(Construct::unicode_string);
    const auto* prefix = random_.one_in(2) ? "U&" : "u&";
    if (random_.one_in(2)) {
        quoted(prefix, unicode_parts);
        looks_ahead_ = true;
    } else {
        quoted(prefix, other_unicode_parts);
        looks_ahead_ = true;
        unicode_escape_character();
    }
}

void TokenWriter::dollar_quote() {
    program_.mark(Construct::dollar_quote);
    const auto tag = random_.pick(tags);
    for (;;) {
        const auto body = inside(dollar_parts) + inside(dollar_parts);
        const auto rest = body + std::string(tag);
        if (rest.find(tag) == body.size()) {
            token(std::string(tag) + rest);
            return;
        }
    }
}

void TokenWriter::string_constant() {
    const auto kind = random_.below(6);
    if (kind < 2) {
        plain_string();
    } else if (kind < 4) {
        escape_string();
    } else if (kind == 4 && !plain_escapes_) {
        unicode_string();
    } else {
        dollar_quote();
    }
}

void TokenWriter::body_string() {
    if (random_.one_in(4)) {
        plain_string();
    } else {
        dollar_quote();
    }
}

void TokenWriter::psql_line() {
    if (!program_.text.empty() && !program_.text.ends_with('\n')) {
        return;
    }
    constexpr std::array lines = {
        "\\restrict a1b2"sv, "\\unrestrict a1b2"sv, "\\restrict ;'$$("sv, "\\unrestrict /* \""sv};
    const auto line = random_.pick(lines);
    program_.mark(Construct::psql_line);
    program_.add(line, std::string(line.size(), ' '));
    line_break();
}

void TokenWriter::rows(bool last_line_may_end_the_text) {
    program_.mark(Construct::copy_rows);
    const auto end = breaks_ == Breaks::carriage_return_line_feed ? "\r\n"sv : "\n"sv;
    const auto add = [&](const std::string& line) {
        program_.add(line, std::string(line.size(), '\f'));
    };
    for (auto count = random_.below(4); count > 0; --count) {
        auto row = std::string();
        for (auto parts = random_.below(4); parts > 0; --parts) {
            row += random_.pick(row_parts);
        }
        add(row + std::string(end));
    }
    constexpr std::array ends = {"\n"sv, "\r\n"sv};
    add("\\." +
        std::string(last_line_may_end_the_text && random_.one_in(2) ? ""sv : random_.pick(ends)));
}

} // namespace runner::fuzz
