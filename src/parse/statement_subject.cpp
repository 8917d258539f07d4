#include "parse/statement_subject.hpp"

#include "parse/name_reader.hpp"
#include "parse/parser.hpp"
#include "parse/token_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace runner {
namespace {

using Kind = Subject::Kind;

Subject created_index(TokenReader reader) {
    Subject subject{.kind = Kind::create_index};
    reader.advance(); // CREATE
    subject.unique = reader.take("UNIQUE");
    reader.advance(2); // INDEX CONCURRENTLY
    subject.if_exists = take_if(reader, "NOT");
    if (!reader.token().is("ON")) {
        subject.name = take_name(reader);
        if (subject.name.empty()) {
            return {};
        }
    }
    if (reader.take("ON")) {
        subject.other = take_table(reader);
    }
    return subject.other.empty() ? Subject() : subject;
}

/// Behind the words for what it is.
Subject named(Kind kind, TokenReader reader, std::string_view behind_if = "EXISTS") {
    Subject subject{.kind = kind};
    subject.if_exists = take_if(reader, behind_if);
    subject.name = take_name(reader);
    return subject.name.empty() ? Subject() : subject;
}

Subject reindexed(TokenReader reader) {
    Subject subject{.kind = Kind::reindex};
    reader.advance();
    if (reader.token().is('(')) {
        reader.advance();
        while (!reader.at_end() && reader.depth() > 0) {
            reader.advance();
        }
        reader.advance();
    }
    const auto object = reader.token();
    subject.scope = object.is("INDEX")    ? Subject::Scope::index
                    : object.is("TABLE")  ? Subject::Scope::table
                    : object.is("SCHEMA") ? Subject::Scope::schema
                                          : Subject::Scope::database;
    reader.advance();
    reader.take("CONCURRENTLY");
    const bool nameless = reader.at_end() && subject.scope == Subject::Scope::database;
    subject.name = take_name(reader);
    return subject.name.empty() && !nameless ? Subject() : subject;
}

/// ALTER TABLE … DETACH PARTITION p CONCURRENTLY; empty when it is another action.
std::optional<Subject> detached_partition(TokenReader reader) {
    reader.advance(2); // ALTER TABLE
    take_if(reader, "EXISTS");
    Subject subject{.kind = Kind::detach_partition};
    subject.other = take_table(reader);
    if (!reader.take("DETACH")) {
        return std::nullopt;
    }
    reader.take("PARTITION");
    subject.name = take_name(reader);
    if (!reader.take("CONCURRENTLY")) {
        return std::nullopt;
    }
    return subject.name.empty() || subject.other.empty() ? Subject() : subject;
}

/// ALTER TYPE t ADD VALUE 'label'; empty when it is another action.
std::optional<Subject> added_enum_value(TokenReader reader) {
    reader.advance(2); // ALTER TYPE
    Subject subject{.kind = Kind::add_enum_value};
    subject.name = take_name(reader);
    if (subject.name.empty()) {
        return Subject();
    }
    if (!reader.take("ADD") || !reader.take("VALUE")) {
        return std::nullopt;
    }
    subject.if_exists = take_if(reader, "NOT");
    if (reader.token().kind != TokenKind::string) {
        return Subject();
    }
    subject.other = reader.token().text;
    return subject;
}

Subject altered_database(TokenReader reader) {
    reader.advance(2);
    auto subject = named(Kind::move_database, reader);
    take_name(reader);
    if (!reader.take("SET")) {
        reader.take("WITH");
    }
    reader.advance(); // TABLESPACE
    reader.take("=");
    subject.other = take_name(reader);
    return subject.other.empty() ? Subject() : subject;
}

/// ADD and DROP PUBLICATION cannot be said twice.
Subject altered_subscription(TokenReader reader) {
    reader.advance(2);
    take_name(reader);
    constexpr std::array<std::string_view, 4> again = {"DISABLE", "ENABLE", "REFRESH", "SET"};
    const bool repeatable = std::any_of(again.begin(), again.end(), [&](std::string_view word) {
        return reader.token().is(word);
    });
    return {.kind = repeatable ? Kind::repeatable : Kind::other};
}

struct Known {
    std::string_view command;
    Kind kind;
};

/// By their tags alone.
constexpr auto known = std::to_array<Known>({
    {"ALTER SYSTEM", Kind::repeatable},
    {"ANALYSE", Kind::repeatable},
    {"ANALYZE", Kind::repeatable},
    {"CHECKPOINT", Kind::repeatable},
    {"CLUSTER", Kind::repeatable},
    {"COMMENT", Kind::one_transaction},
    {"COPY", Kind::one_transaction},
    {"DEALLOCATE", Kind::session},
    {"DELETE", Kind::one_transaction},
    {"DISCARD", Kind::session},
    {"DISCARD ALL", Kind::session},
    {"DISCARD PLANS", Kind::session},
    {"DISCARD SEQUENCES", Kind::session},
    {"DISCARD TEMP", Kind::session},
    {"GRANT", Kind::one_transaction},
    {"IMPORT FOREIGN SCHEMA", Kind::one_transaction},
    {"INSERT", Kind::one_transaction},
    {"LISTEN", Kind::session},
    {"LOAD", Kind::session},
    {"MERGE", Kind::one_transaction},
    {"NOTIFY", Kind::one_transaction},
    {"PREPARE", Kind::session},
    {"REASSIGN OWNED", Kind::one_transaction},
    {"REFRESH MATERIALIZED VIEW", Kind::repeatable},
    {"REINDEX", Kind::repeatable},
    {"RESET", Kind::session},
    {"REVOKE", Kind::one_transaction},
    {"SECURITY LABEL", Kind::one_transaction},
    {"SET", Kind::session},
    {"SHOW", Kind::repeatable},
    {"TRUNCATE", Kind::one_transaction},
    {"UNLISTEN", Kind::session},
    {"UPDATE", Kind::one_transaction},
    {"VACUUM", Kind::repeatable},
});

/// The statements whose work can be looked at.
std::optional<Subject> seen_from_outside(const Statement& statement, std::string_view sql) {
    const auto& command = statement.command;
    TokenReader reader(sql);
    const auto behind = [&](std::size_t words) {
        auto result = reader;
        result.advance(words);
        return result;
    };
    if (command == "CREATE INDEX CONCURRENTLY") {
        return created_index(reader);
    }
    if (command == "DROP INDEX CONCURRENTLY") {
        return named(Kind::drop_index, behind(3));
    }
    if (command == "REINDEX CONCURRENTLY") {
        return reindexed(reader);
    }
    if (command == "ALTER TABLE" && statement.refuses_transaction_since != 0) {
        return detached_partition(reader);
    }
    if (command == "ALTER TYPE") {
        return added_enum_value(reader);
    }
    if (command == "ALTER DATABASE" && statement.refuses_transaction_since != 0) {
        return altered_database(reader);
    }
    if (command == "ALTER SUBSCRIPTION") {
        return altered_subscription(reader);
    }

    struct Named {
        std::string_view command;
        Kind kind;
    };

    constexpr auto named_ones = std::to_array<Named>({
        {"CREATE DATABASE", Kind::create_database},
        {"CREATE SUBSCRIPTION", Kind::create_subscription},
        {"CREATE TABLESPACE", Kind::create_tablespace},
        {"DROP DATABASE", Kind::drop_database},
        {"DROP SUBSCRIPTION", Kind::drop_subscription},
        {"DROP TABLESPACE", Kind::drop_tablespace},
    });
    const auto* found = std::find_if(named_ones.begin(), named_ones.end(), [&](const Named& one) {
        return one.command == command;
    });
    return found != named_ones.end() ? std::optional(named(found->kind, behind(2))) : std::nullopt;
}

} // namespace

Subject read_subject(const Statement& statement, std::string_view sql) {
    if (const auto subject = seen_from_outside(statement, sql)) {
        return *subject;
    }
    const auto& command = statement.command;
    const auto* found = std::find_if(known.begin(), known.end(), [&](const Known& one) {
        return one.command == command;
    });
    if (found != known.end()) {
        return {.kind = found->kind};
    }
    // set_config() is how pg_dump sets its search path.
    if (command == "SELECT" && statement.changes_session) {
        return {.kind = Kind::session};
    }
    const bool defines = command.starts_with("CREATE ") || command.starts_with("ALTER ") ||
                         command.starts_with("DROP ");
    return {
        .kind = defines && statement.refuses_transaction_since == 0 ? Kind::one_transaction
                                                                    : Kind::other};
}

Subject read_subject(const std::string& sql) {
    const Text text(sql);
    const auto statement = StatementReader(text, {}).next();
    return statement
               ? read_subject(
                     *statement, text.view().substr(statement->span.offset, statement->span.length)
                 )
               : Subject();
}

} // namespace runner
