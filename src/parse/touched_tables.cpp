#include "parse/touched_tables.hpp"

#include "parse/name_reader.hpp"
#include "parse/token_reader.hpp"

#include <algorithm>
#include <array>

namespace runner {
namespace {

class Collector {
public:
    explicit Collector(TokenReader reader) : reader_(std::move(reader)) {}

    [[nodiscard]] TouchedTables read(std::string_view command);

private:
    static void add(std::vector<std::string>& names, std::string name) {
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }

    void use_list();
    void use_behind(std::string_view word);
    void created_table(std::string_view command);
    void altered(std::size_t words);
    void references();
    void changed_rows();

    TokenReader reader_;
    TouchedTables found_;
};

/// [IF EXISTS] [ONLY] a, b
void Collector::use_list() {
    take_if(reader_, "EXISTS");
    do {
        add(found_.used, take_table(reader_));
    } while (reader_.token().is(',') && (reader_.advance(), true));
}

/// Behind the next `word` that is outside of parentheses.
void Collector::use_behind(std::string_view word) {
    reader_.advance_to(word);
    if (reader_.take(word)) {
        add(found_.used, take_table(reader_));
    }
}

/// Up to the end: a foreign key locks what it refers to.
void Collector::references() {
    while (!reader_.at_end()) {
        if (reader_.take("REFERENCES")) {
            add(found_.used, take_name(reader_));
        } else {
            reader_.advance();
        }
    }
}

/// CREATE [TEMP …] TABLE or MATERIALIZED VIEW [IF NOT EXISTS] name
void Collector::created_table(std::string_view command) {
    reader_.advance_to(command == "CREATE TABLE" ? "TABLE" : "VIEW");
    reader_.advance();
    take_if(reader_, "NOT");
    add(found_.made, take_name(reader_));
    if (reader_.take("PARTITION")) {
        reader_.take("OF");
        add(found_.used, take_name(reader_));
    }
    references();
}

/// ALTER … [IF EXISTS] [ONLY] name …, which may name a partition, a new name or another table.
void Collector::altered(std::size_t words) {
    reader_.advance(words);
    take_if(reader_, "EXISTS");
    auto name = take_table(reader_);
    const bool renames = reader_.take("RENAME") && reader_.take("TO");
    if (renames) {
        // The new name is in the schema of the old one.
        const auto dot = name.rfind('.');
        const auto schema = dot == std::string::npos ? "" : name.substr(0, dot + 1);
        add(found_.made, schema + take_name(reader_));
    }
    const bool partition =
        (reader_.take("ATTACH") || reader_.take("DETACH")) && reader_.take("PARTITION");
    add(found_.used, std::move(name));
    if (partition) {
        add(found_.used, take_name(reader_));
    }
    references();
}

/// Every INSERT INTO, UPDATE, DELETE FROM and MERGE INTO, those of a WITH as well.
void Collector::changed_rows() {
    bool clause = false; // FOR UPDATE, ON CONFLICT DO UPDATE, THEN UPDATE
    while (!reader_.at_end()) {
        if (reader_.token().is("UPDATE") && !clause) {
            reader_.advance();
            add(found_.used, take_table(reader_));
            clause = false;
            continue;
        }
        const auto& token = reader_.token();
        clause = token.is("FOR") || token.is("KEY") || token.is("DO") || token.is("THEN");
        const bool into = token.is("INSERT") || token.is("MERGE");
        const bool from = token.is("DELETE");
        reader_.advance();
        if ((into && reader_.take("INTO")) || (from && reader_.take("FROM"))) {
            add(found_.used, take_table(reader_));
        }
    }
}

TouchedTables Collector::read(std::string_view command) {
    const auto is_one_of = [&](auto... words) { return ((command == words) || ...); };
    const auto words =
        static_cast<std::size_t>(std::count(command.begin(), command.end(), ' ')) + 1;
    if (is_one_of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "WITH", "EXPLAIN")) {
        changed_rows();
    } else if (is_one_of("CREATE TABLE", "CREATE MATERIALIZED VIEW", "CREATE TABLE AS")) {
        created_table(command);
    } else if (is_one_of(
                   "ALTER TABLE", "ALTER INDEX", "ALTER MATERIALIZED VIEW", "ALTER FOREIGN TABLE"
               )) {
        altered(words);
    } else if (is_one_of(
                   "DROP TABLE",
                   "DROP INDEX",
                   "DROP INDEX CONCURRENTLY",
                   "DROP MATERIALIZED VIEW",
                   "DROP FOREIGN TABLE"
               )) {
        reader_.advance(words);
        use_list();
    } else if (is_one_of("TRUNCATE", "LOCK")) {
        reader_.advance();
        reader_.take("TABLE");
        use_list();
    } else if (command.starts_with("CREATE INDEX") || command.starts_with("CREATE UNIQUE INDEX") || is_one_of("CREATE TRIGGER", "CREATE POLICY", "CREATE STATISTICS", "CREATE CONSTRAINT TRIGGER", "ALTER POLICY", "ALTER TRIGGER", "DROP TRIGGER", "DROP POLICY", "DROP RULE")) {
        use_behind(command == "CREATE STATISTICS" ? "FROM" : "ON");
        references();
    } else if (command == "CREATE RULE") {
        use_behind("TO");
    } else if (command == "COPY") {
        reader_.advance();
        auto name = take_name(reader_);
        reader_.advance_to("FROM");
        if (!reader_.at_end()) {
            add(found_.used, std::move(name));
        }
    } else if (command == "REFRESH MATERIALIZED VIEW") {
        reader_.advance(words);
        reader_.take("CONCURRENTLY");
        add(found_.used, take_name(reader_));
    } else if (command.starts_with("REINDEX")) {
        reader_.advance_to("REINDEX");
        while (!reader_.at_end() && !(reader_.depth() == 0 && (reader_.token().is("INDEX") ||
                                                               reader_.token().is("TABLE")))) {
            reader_.advance();
        }
        reader_.advance();
        reader_.take("CONCURRENTLY");
        add(found_.used, take_name(reader_));
    }
    found_.hidden = is_one_of("DO", "CALL");
    return std::move(found_);
}

} // namespace

TouchedTables touched_tables(const Statement& statement, std::string_view sql) {
    return Collector(TokenReader(sql)).read(statement.command);
}

} // namespace runner
