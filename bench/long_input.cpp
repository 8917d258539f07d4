// "long": what makes a file large without many statements. Four kinds, a quarter of the bytes each:
// literals of 4 kB to 1 MB (prose with apostrophes, JSON, bytea; every eighth an E'…'), INSERTs
// with hundreds of rows, dollar quotes of 4 kB to 256 kB, COPY data.
#include "input.hpp"
#include "rows.hpp"
#include "words.hpp"

namespace runner::bench {
namespace {

constexpr std::size_t kilobyte = 1000;

/// Small ones are as frequent as large ones are heavy.
std::size_t random_size(Random& random, std::size_t smallest, std::size_t doublings) {
    const auto base = smallest << random.below(doublings);
    return random.between(base, 2 * base);
}

void append_prose(std::string& out, Random& random, std::size_t size, Apostrophe apostrophe) {
    const auto end = out.size() + size;
    while (out.size() < end) {
        append_sentence(out, random, random.between(6, 24), apostrophe);
        out += random.one_in(6) ? "\n\n" : " ";
    }
}

void append_data(std::string& out, Random& random, std::size_t size, ColumnKind kind) {
    const Shape shape(8, kind);
    const auto end = out.size() + size;
    while (out.size() < end) {
        append_copy_row(out, random, shape);
    }
}

void append_literal(std::string& out, Random& random) {
    out += "UPDATE ";
    out += table_name(random);
    out += " SET ";
    out += column_name(random);
    out += " = ";
    const auto size = random_size(random, 4 * kilobyte, 8);
    const auto kind = random.below(8);
    out += kind == 0 ? "E'" : "'";
    if (kind == 0) {
        append_data(out, random, size, ColumnKind::binary);
    } else if (kind < 5) {
        append_prose(out, random, size, Apostrophe::doubled);
    } else {
        append_data(out, random, size, ColumnKind::json);
    }
    out += "' WHERE id = ";
    append_number(out, random.below(100000));
    out += ";\n";
}

void append_many_rows(std::string& out, Random& random) {
    const auto shape = random_shape(random, random.between(3, 12));
    out += "INSERT INTO " + table_name(random) + " ";
    append_column_list(out, random, shape);
    out += " VALUES\n    ";
    for (auto rows = random.between(100, 2000); rows > 0; --rows) {
        append_sql_row(out, random, shape);
        out += rows > 1 ? ",\n    " : ";\n";
    }
}

void append_line_of_code(std::string& out, Random& random) {
    out += "    IF NEW.";
    out += attribute(random);
    out += " IS DISTINCT FROM OLD.";
    out += attribute(random);
    out += " THEN\n        UPDATE ";
    out += noun(random);
    out += " SET ";
    out += attribute(random);
    out += " = $1, note = 'changed' WHERE id = NEW.id; -- ";
    append_words(out, random, random.between(3, 9), Apostrophe::plain);
    out += "\n    END IF;\n";
}

void append_dollar_quoted(std::string& out, Random& random) {
    const std::string tag = random.one_in(2) ? "$$" : "$body$";
    out += "CREATE OR REPLACE FUNCTION " + std::string(noun(random)) +
           "_changed() RETURNS trigger LANGUAGE plpgsql AS " + tag + "\nBEGIN\n";
    const auto end = out.size() + random_size(random, 4 * kilobyte, 6);
    while (out.size() < end) {
        append_line_of_code(out, random);
    }
    out += "    RETURN NEW;\nEND\n" + tag + ";\n";
}

void append_copy(std::string& out, Random& random) {
    const auto shape = random_shape(random, random.between(3, 12));
    out += "COPY " + table_name(random) + " ";
    append_column_list(out, random, shape);
    out += " FROM stdin;\n";
    for (auto rows = random.between(100, 5000); rows > 0; --rows) {
        append_copy_row(out, random, shape);
    }
    out += "\\.\n\n";
}

} // namespace

// How often each comes makes the shares of the bytes equal.
void append_long(std::string& out, Random& random) {
    const auto choice = random.below(250);
    if (choice < 38) {
        append_literal(out, random);
    } else if (choice < 99) {
        append_many_rows(out, random);
    } else if (choice < 218) {
        append_dollar_quoted(out, random);
    } else {
        append_copy(out, random);
    }
}

} // namespace runner::bench
