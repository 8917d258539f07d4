#include "rows.hpp"

#include "words.hpp"

#include <array>

namespace runner::bench {
namespace {

// Keys, names and codes are what most tables are made of.
constexpr std::array common{
    ColumnKind::number,
    ColumnKind::number,
    ColumnKind::number,
    ColumnKind::name,
    ColumnKind::name,
    ColumnKind::code,
    ColumnKind::code,
    ColumnKind::flag,
    ColumnKind::date,
    ColumnKind::time,
    ColumnKind::amount,
    ColumnKind::amount,
    ColumnKind::note,
    ColumnKind::mail,
    ColumnKind::uuid,
    ColumnKind::json,
};

constexpr std::size_t null_every = 12;

enum class Format { sql, copy };

void append_hexadecimal(std::string& out, Random& random, std::size_t digits) {
    constexpr std::string_view alphabet = "0123456789abcdef";
    for (std::size_t digit = 0; digit < digits; ++digit) {
        out += alphabet[random.below(alphabet.size())];
    }
}

void append_date(std::string& out, Random& random) {
    append_number(out, random.between(1990, 2030));
    out += '-';
    append_digits(out, random.between(1, 12), 2);
    out += '-';
    append_digits(out, random.between(1, 28), 2);
}

void append_uuid(std::string& out, Random& random) {
    for (const std::size_t digits : {8U, 4U, 4U, 4U, 12U}) {
        append_hexadecimal(out, random, digits);
        out += '-';
    }
    out.pop_back();
}

void append_json(std::string& out, Random& random) {
    out += "{\"";
    out += attribute(random);
    out += "\": ";
    append_number(out, random.below(1000));
    out += ", \"";
    out += attribute(random);
    out += "\": [\"";
    out += code(random);
    out += "\", null]}";
}

/// What stands between the quotes of a literal, or as it is in a row of COPY.
void append_bare(std::string& out, Random& random, ColumnKind kind, Apostrophe apostrophe) {
    switch (kind) {
    case ColumnKind::name:
        append_words(out, random, random.between(1, 3), apostrophe);
        break;
    case ColumnKind::note:
        append_sentence(out, random, random.between(3, 8), apostrophe);
        break;
    case ColumnKind::mail:
        out += noun(random);
        append_number(out, random.below(10000));
        out += "@example.org";
        break;
    case ColumnKind::date:
        append_date(out, random);
        break;
    case ColumnKind::time:
        append_date(out, random);
        out += ' ';
        append_digits(out, random.below(24), 2);
        out += ':';
        append_digits(out, random.below(60), 2);
        out += ":00+02";
        break;
    case ColumnKind::code:
        out += code(random);
        break;
    case ColumnKind::uuid:
        append_uuid(out, random);
        break;
    case ColumnKind::json:
        append_json(out, random);
        break;
    case ColumnKind::binary:
        out += "\\x";
        append_hexadecimal(out, random, 2 * random.between(4, 64));
        break;
    default:
        break;
    }
}

void append_value(std::string& out, Random& random, ColumnKind kind, Format format) {
    switch (kind) {
    case ColumnKind::number:
        append_number(out, random.below(random.one_in(4) ? 10000000 : 1000));
        return;
    case ColumnKind::amount:
        append_number(out, random.below(10000));
        out += '.';
        append_digits(out, random.below(100), 2);
        return;
    case ColumnKind::flag:
        if (format == Format::sql) {
            out += random.one_in(2) ? "true" : "false";
        } else {
            out += random.one_in(2) ? 't' : 'f';
        }
        return;
    default:
        break;
    }
    if (format == Format::copy) {
        out += kind == ColumnKind::binary ? "\\" : "";
        append_bare(out, random, kind, Apostrophe::plain);
        return;
    }
    const bool escaped = kind == ColumnKind::note && random.one_in(20);
    out += escaped ? "E'" : "'";
    append_bare(out, random, kind, Apostrophe::doubled);
    out += escaped ? "\\n\\'" : "";
    out += '\'';
}

} // namespace

Shape random_shape(Random& random, std::size_t columns) {
    Shape shape{ColumnKind::number};
    while (shape.size() < columns) {
        shape.push_back(random.pick(common));
    }
    return shape;
}

void append_sql_row(std::string& out, Random& random, const Shape& shape) {
    out += '(';
    for (std::size_t column = 0; column < shape.size(); ++column) {
        out += column == 0 ? "" : ", ";
        if (column > 0 && random.one_in(null_every)) {
            out += "NULL";
        } else {
            append_value(out, random, shape[column], Format::sql);
        }
    }
    out += ')';
}

void append_copy_row(std::string& out, Random& random, const Shape& shape) {
    for (std::size_t column = 0; column < shape.size(); ++column) {
        out += column == 0 ? "" : "\t";
        if (column > 0 && random.one_in(null_every)) {
            out += "\\N";
        } else {
            append_value(out, random, shape[column], Format::copy);
        }
    }
    out += '\n';
}

void append_column_list(std::string& out, Random& random, const Shape& shape) {
    out += "(id";
    for (std::size_t column = 1; column < shape.size(); ++column) {
        out += ", ";
        out += column_name(random);
    }
    out += ')';
}

} // namespace runner::bench
