#include "sql_template.hpp"

#include "words.hpp"

#include <stdexcept>

namespace runner::bench {
namespace {

using namespace std::string_view_literals;

constexpr std::array types{
    "bigint"sv,
    "bigint"sv,
    "boolean"sv,
    "character varying(255)"sv,
    "date"sv,
    "integer"sv,
    "integer"sv,
    "jsonb"sv,
    "numeric(12, 2)"sv,
    "smallint"sv,
    "text"sv,
    "text"sv,
    "text[]"sv,
    "timestamptz"sv,
    "uuid"sv,
    "varchar(120)"sv,
    "timestamp with time zone"sv,
};

constexpr std::array defaults{
    "''"sv,
    "'{}'::jsonb"sv,
    "0"sv,
    "false"sv,
    "now()"sv,
    "NULL"sv,
    "1"sv,
    "true"sv,
    "gen_random_uuid()"sv,
    "CURRENT_TIMESTAMP"sv,
    "'active'"sv,
    "ARRAY[]::text[]"sv,
    "nextval('invoice_id_seq'::regclass)"sv,
};

class Placeholders {
public:
    Placeholders(std::string& out, Random& random) : out_(out), random_(random) {}

    void append(std::string_view name) {
        if (name == "table") {
            out_ += once(table_, table_name);
        } else if (name == "other") {
            out_ += once(other_, table_name);
        } else if (name == "column") {
            out_ += once(column_, column_name);
        } else if (name == "second") {
            out_ += once(second_, column_name);
        } else {
            append_new(name);
        }
    }

private:
    const std::string& once(std::string& name, std::string (*make)(Random&)) {
        if (name.empty()) {
            name = make(random_);
        }
        return name;
    }

    void append_new(std::string_view name) {
        if (name == "noun") {
            out_ += noun(random_);
        } else if (name == "attribute") {
            out_ += attribute(random_);
        } else if (name == "code") {
            out_ += code(random_);
        } else if (name == "type") {
            out_ += random_.pick(types);
        } else if (name == "default") {
            out_ += random_.pick(defaults);
        } else if (name == "small") {
            append_number(out_, random_.below(20));
        } else if (name == "number") {
            append_number(out_, random_.below(1000000));
        } else if (name == "date") {
            append_number(out_, random_.between(2001, 2030));
            out_ += '-';
            append_digits(out_, random_.between(1, 12), 2);
            out_ += "-01";
        } else if (name == "sentence") {
            append_sentence(out_, random_, random_.between(4, 14), Apostrophe::plain);
        } else if (name == "literal") {
            append_literal();
        } else {
            throw std::logic_error("no such placeholder: " + std::string(name));
        }
    }

    void append_literal() {
        switch (random_.below(10)) {
        case 0:
            out_ += "E'";
            append_words(out_, random_, random_.between(2, 8), Apostrophe::doubled);
            out_ += "\\n\\tC:\\\\temp\\''";
            break;
        case 1:
        case 2:
            out_ += '\'';
            append_sentence(out_, random_, random_.between(4, 14), Apostrophe::doubled);
            out_ += '\'';
            break;
        case 3:
        case 4:
            out_ += '\'';
            append_words(out_, random_, random_.between(1, 4), Apostrophe::doubled);
            out_ += '\'';
            break;
        default:
            out_ += '\'';
            out_ += code(random_);
            out_ += '\'';
            break;
        }
    }

    std::string& out_;
    Random& random_;
    std::string table_;
    std::string other_;
    std::string column_;
    std::string second_;
};

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

} // namespace

void append_sql(std::string& out, Random& random, const Style& style, std::string_view sql) {
    constexpr std::string_view indentation = "    ";
    Placeholders placeholders(out, random);
    bool line_begins = true;
    if (sql.front() == '\n') {
        sql.remove_prefix(1);
    }
    while (!sql.empty()) {
        const char byte = sql.front();
        if (line_begins && sql.substr(0, indentation.size()) == indentation) {
            out += style.indentation;
            sql.remove_prefix(indentation.size());
            continue;
        }
        if (byte == '{') {
            const auto end = sql.find('}');
            placeholders.append(sql.substr(1, end - 1));
            sql.remove_prefix(end + 1);
        } else {
            out += style.lower_case ? lower(byte) : byte;
            sql.remove_prefix(1);
        }
        line_begins = byte == '\n';
    }
}

} // namespace runner::bench
