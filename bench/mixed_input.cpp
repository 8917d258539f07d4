// "mixed": what real migrations look like, one after the other in one file. Of its bytes
//    27 % are CREATE TABLE          12 % ALTER TABLE               12 % INSERT, a half of one row
//    12 % functions and DO blocks    5 % UPDATE, DELETE             5 % indexes
//     4 % views                      4 % rows of COPY               7 % what else comes often
//    12 % are comments (the rest is layout between statements); by tokens: 50 % words, 12 % layout,
//     9 % dollar quotes, 7 % strings. 1 byte in 200 is not ASCII. A statement has 225 bytes, and
//    1,000 bytes have 135 tokens.
// The PostgreSQL files of tt-rss, roundcube, icinga2, pdns, ejabberd and postgresql-contrib in
// Debian 12 have 70 to 215 bytes a statement, 100 to 163 tokens in 1,000 bytes, 0 to 17 % comments,
// 0 to 3 % dollar quotes (applications of today have more) and no COPY (which pg_dump writes).
#include "input.hpp"
#include "mixed_sql.hpp"
#include "rows.hpp"
#include "words.hpp"

#include <array>

namespace runner::bench {
namespace {

class Migration {
public:
    Migration(std::string& out, Random& random) : out_(out), random_(random) {
        constexpr std::array<std::string_view, 4> indentations{"    ", "    ", "  ", "\t"};
        style_ = {random_.one_in(2), random_.pick(indentations)};
    }

    void write() {
        for (auto count = random_.between(3, 30); count > 0; --count) {
            if (random_.one_in(3)) {
                add(pick_sql(random_, mixed::comments));
            }
            add_statement();
            if (random_.one_in(2)) {
                out_ += '\n';
            }
        }
    }

private:
    void add(std::string_view sql) { append_sql(out_, random_, style_, sql); }

    // Of a thousand statements; the rest are one of the short ones.
    void add_statement() {
        const auto choice = random_.below(1000);
        if (choice < 160) {
            add_table();
        } else if (choice < 215) {
            add_rows();
        } else if (choice < 245) {
            add(pick_sql(random_, mixed::views));
        } else if (choice < 262) {
            add_function();
        } else if (choice < 274) {
            add(pick_sql(random_, mixed::sql_functions));
        } else if (choice < 281) {
            add_do_block();
        } else if (choice < 287) {
            add_copy();
        } else {
            add(pick_sql(random_, mixed::statements));
        }
    }

    void add_table() {
        add("CREATE TABLE {table} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
        for (auto count = random_.between(1, 10); count > 0; --count) {
            const bool commented = random_.one_in(10);
            add(commented ? ", -- {sentence}\n    " : ",\n    ");
            add(pick_sql(random_, mixed::columns));
        }
        for (auto count = random_.below(3); count > 0; --count) {
            out_ += ",\n";
            out_ += style_.indentation;
            add(pick_sql(random_, mixed::constraints));
        }
        out_ += "\n);\n";
    }

    void add_rows() {
        const auto shape = random_shape(random_, random_.between(2, 8));
        add("INSERT INTO {table} ");
        append_column_list(out_, random_, shape);
        add(" VALUES\n    ");
        for (auto rows = random_.one_in(2) ? 1 : random_.between(2, 8); rows > 0; --rows) {
            append_sql_row(out_, random_, shape);
            add(rows > 1 ? ",\n    " : ";\n");
        }
    }

    void add_body(std::string_view tag) {
        out_ += tag;
        out_ += '\n';
        add(mixed::body_beginning);
        for (auto count = random_.between(2, 12); count > 0; --count) {
            add(pick_sql(random_, mixed::body_lines));
        }
        add(mixed::body_end);
        out_ += tag;
    }

    void add_function() {
        add(mixed::function_beginning);
        add_body(random_.one_in(3) ? "$function$" : "$$");
        out_ += ";\n";
    }

    void add_do_block() {
        add("DO ");
        add_body(random_.one_in(2) ? "$do$" : "$$");
        out_ += ";\n";
    }

    void add_copy() {
        const auto shape = random_shape(random_, random_.between(2, 8));
        add("COPY {table} ");
        append_column_list(out_, random_, shape);
        add(" FROM stdin;\n");
        for (auto rows = random_.between(3, 50); rows > 0; --rows) {
            append_copy_row(out_, random_, shape);
        }
        out_ += "\\.\n";
    }

    std::string& out_;
    Random& random_;
    Style style_;
};

} // namespace

void append_mixed(std::string& out, Random& random) {
    Migration(out, random).write();
}

} // namespace runner::bench
