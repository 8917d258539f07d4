// Words, numbers and operators.
#include "token_writer.hpp"

#include <algorithm>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::array names = {
    "a"sv,     "b"sv,    "tbl"sv,    "Column_1"sv, "_x"sv,       "e"sv,
    "x"sv,     "n"sv,    "u"sv,      "begin"sv,    "atomic"sv,   "copy"sv,
    "stdin"sv, "rule"sv, "escape"sv, "uescape"sv,  "function"sv, "é"sv,
    "naïve"sv, "列"sv,   "BEGIN"sv,  "stdout"sv,   "commit"sv,   "language"sv,
};
constexpr std::array dollar_names = {"a$b$c"sv, "x$$"sv, "é$$"sv, "a$1"sv, "_$a$"sv, "e$"sv};
constexpr std::array quoted_names = {
    "\"A\""sv,
    "\";\""sv,
    "\"it's\""sv,
    "\"two\"\"x;\""sv,
    "\"\"\"\""sv,
    "\"--\""sv,
    "\"/*\""sv,
    "\"$$\""sv,
    "\"end\""sv,
    "\"(\""sv,
    "\"\\\""sv,
    "\"é;\""sv,
};
constexpr std::array labels = {
    "end"sv,
    "case"sv,
    "begin"sv,
    "from"sv,
    "to"sv,
    "select"sv,
    "as"sv,
    "when"sv,
    "else"sv,
    "atomic"sv,
    "do"sv,
    "stdin"sv,
};
constexpr std::array bare_labels = {"end"sv, "case"sv, "begin"sv, "atomic"sv, "copy"sv, "b$c"sv};
constexpr std::array function_names = {
    "f"sv,
    "begin"sv,
    "atomic"sv,
    "function"sv,
    "a$b$c"sv,
    "\"F;\""sv,
    "rule"sv,
    "lower"sv,
};
constexpr std::array integers = {"0"sv, "1"sv, "42"sv, "007"sv};
constexpr std::array odd_numbers = {
    "1."sv,
    ".5"sv,
    "1.5"sv,
    "1e5"sv,
    "1E+5"sv,
    "1.e-3"sv,
    ".5e1"sv,
    "00.00"sv,
    "12345678901234567890"sv,
};

struct Respelled {
    std::string_view text;
    std::string_view for_judge;
};

constexpr std::array radix_numbers = {
    Respelled{"0x1F", "1111"},
    Respelled{"0XaB_cd", "1111111"},
    Respelled{"0b101", "11111"},
    Respelled{"0O17", "1111"},
    Respelled{"1_000", "11111"},
    Respelled{"1_0.0_1", "111.111"},
    Respelled{"0b_1", "1111"},
    Respelled{"1_0e1", "111e1"},
};
constexpr std::array infix_operators = {
    "+"sv,   "-"sv,  "*"sv,   "/"sv,   "%"sv,  "^"sv,   "||"sv,   "<@"sv,   "@>"sv,  "&&"sv, "->"sv,
    "->>"sv, "#>"sv, "#>>"sv, "#-"sv,  "?"sv,  "?|"sv,  "?&"sv,   "!~~*"sv, "<->"sv, "@@"sv, "~"sv,
    "|"sv,   "&"sv,  "#"sv,   "<<="sv, "@-"sv, "+@+"sv, "*<>*"sv, "!=-"sv,  "`"sv,
};
constexpr std::array prefix_operators = {
    "-"sv,
    "+"sv,
    "@"sv,
    "~"sv,
    "|/"sv,
    "!!"sv,
    "@-@"sv,
    "#"sv,
    "?"sv,
    "!"sv,
    "@@"sv,
};
constexpr std::array sign_runs = {
    "+"sv, "-"sv, "+-"sv, "-+"sv, "+-+"sv, "-+-+-"sv, "+++++"sv, "*-"sv, "/+-"sv, "=-"sv, "<+"sv};
constexpr std::string_view operator_characters = "+-*/<>=~!@#^&|`?%";

} // namespace

void TokenWriter::token(std::string_view text, std::string_view for_judge) {
    separate(text);
    program_.add(text, for_judge);
    looks_ahead_ = false;
}

void TokenWriter::word(std::string_view keyword) {
    std::string spelled(keyword);
    const auto kind = random_.below(8);
    for (auto& letter : spelled) {
        const bool upper = kind == 0 ? random_.one_in(2) : kind < 3;
        if (upper && letter >= 'a' && letter <= 'z') {
            letter = static_cast<char>(letter - 'a' + 'A');
        }
    }
    token(spelled);
    looks_ahead_ =
        keyword == "not" || keyword == "nulls" || keyword == "with" || keyword == "uescape";
}

void TokenWriter::punctuation(std::string_view text) {
    token(text);
}

void TokenWriter::name() {
    const auto kind = random_.below(12);
    if (kind == 0) {
        program_.mark(Construct::dollar_in_name);
        token(random_.pick(dollar_names));
    } else if (kind == 1) {
        program_.mark(Construct::quoted_name);
        token(random_.pick(quoted_names));
    } else if (kind == 2 && random_.one_in(2)) {
        program_.mark(Construct::unicode_name);
        token(random_.one_in(2) ? "U&\"\\0061;\"\"\"" : "u&\"d!0061;--\"");
        looks_ahead_ = true;
        unicode_escape_character();
    } else {
        token(random_.pick(names));
    }
}

void TokenWriter::label() {
    if (random_.one_in(2)) {
        program_.mark(Construct::name_of_body_word);
        word(random_.pick(labels));
    } else {
        name();
    }
}

void TokenWriter::bare_label() {
    program_.mark(Construct::name_of_body_word);
    word(random_.pick(bare_labels));
}

void TokenWriter::function_name() {
    token(random_.pick(function_names));
}

void TokenWriter::integer() {
    token(random_.pick(integers));
}

void TokenWriter::number() {
    const auto kind = random_.below(5);
    if (kind == 0 && substitutes_) {
        const auto& respelled = random_.pick(radix_numbers);
        program_.mark(Construct::radix_number);
        token(respelled.text, respelled.for_judge);
    } else if (kind < 3) {
        program_.mark(Construct::odd_number);
        token(random_.pick(odd_numbers));
    } else {
        integer();
    }
}

void TokenWriter::parameter() {
    program_.mark(Construct::parameter);
    token(random_.one_in(2) ? "$1" : "$23");
}

/// One that the grammar takes between any two operands.
std::string TokenWriter::random_operator() {
    for (;;) {
        std::string text;
        for (auto length = 2 + random_.below(5); length > 0; --length) {
            text += operator_characters[random_.below(operator_characters.size())];
        }
        const auto is_special = [&](std::string_view one) { return text == one; };
        constexpr std::array special = {"=>"sv, "<="sv, ">="sv, "<>"sv, "!="sv};
        if (text.find("--") == std::string::npos && text.find("/*") == std::string::npos &&
            std::none_of(special.begin(), special.end(), is_special)) {
            return text;
        }
    }
}

void TokenWriter::infix_operator() {
    const bool random = random_.one_in(4);
    const auto text = random ? random_operator() : std::string(random_.pick(infix_operators));
    if (random) {
        program_.mark(Construct::random_operator);
    }
    token(text);
    if (!random_.one_in(8)) {
        return;
    }
    // The operator swallows neither comment.
    const bool line = random_.one_in(2);
    if (line ? text.ends_with('-') : text.ends_with('/')) {
        return;
    }
    program_.mark(Construct::operator_before_comment);
    if (line) {
        line_comment();
    } else {
        block_comment();
    }
}

void TokenWriter::prefix_operator() {
    token(random_.pick(prefix_operators));
}

void TokenWriter::named_operator() {
    token(random_.pick(infix_operators));
}

void TokenWriter::signs() {
    program_.mark(Construct::sign_run);
    token(random_.pick(sign_runs));
}

void TokenWriter::empty_statements() {
    while (random_.one_in(12)) {
        program_.mark(Construct::empty_statement);
        punctuation(";");
    }
}

} // namespace runner::fuzz
