// The numbers are those of the servers; tests/field/refusals.py asks them. Where older ones do not
// know the words at all, it is the first server that does.
#include "parse/command_class.hpp"

#include "parse/session_class.hpp"
#include "parse/token_reader.hpp"

namespace runner {
namespace {

/// Stands on an opening parenthesis. Calls `found` with the name of each option of
/// `(name [=] [value], …)` and whether it is on, and goes behind them all.
template <typename Found>
void read_options(TokenReader& reader, Found found) {
    const auto inside = reader.depth() + 1;
    reader.advance();
    do {
        const auto name = reader.token();
        reader.advance();
        reader.take("=");
        found(name, boolean_of(reader.token()).value_or(true));
    } while (reader.advance_to_item(inside));
    reader.advance();
}

void classify_cluster(TokenReader reader, Statement& statement) {
    reader.advance();
    unsigned since = 13;
    if (reader.token().is('(')) {
        read_options(reader, [](const Token&, bool) {});
        since = 17; // until then a table had to follow
    } else {
        reader.take("VERBOSE");
    }
    statement.refuses_transaction_since = reader.at_end() ? since : 0;
}

void classify_reindex(TokenReader reader, Statement& statement) {
    reader.advance();
    bool concurrently = false;
    unsigned since = 13;
    if (reader.token().is('(')) {
        read_options(reader, [&](const Token& name, bool on) {
            if (is_name(name, "concurrently")) {
                concurrently = on;
                since = 14;
            }
        });
    }
    const auto kind = reader.token();
    reader.advance();
    concurrently = reader.take("CONCURRENTLY") || concurrently;
    if (concurrently) {
        statement.command = "REINDEX CONCURRENTLY";
    }
    if (kind.is("DATABASE") || kind.is("SYSTEM")) {
        statement.refuses_transaction_since = reader.at_end() ? 16 : since;
    } else if (concurrently || kind.is("SCHEMA")) {
        statement.refuses_transaction_since = since;
    }
}

void classify_altered_database(TokenReader reader, Statement& statement) {
    reader.advance(3);
    if (!reader.take("SET")) {
        reader.take("WITH");
    }
    statement.refuses_transaction_since = is_name(reader.token(), "tablespace") ? 13 : 0;
}

/// DETACH PARTITION p CONCURRENTLY. The word cannot be the name, but the last part of it.
void classify_detached_partition(TokenReader reader, Statement& statement) {
    bool behind_dot = false;
    reader.advance_to("PARTITION");
    while (!reader.at_end()) {
        const bool found = reader.token().is("CONCURRENTLY") && !behind_dot;
        behind_dot = reader.token().is('.');
        reader.advance();
        statement.refuses_transaction_since = found ? 14 : 0;
    }
}

void classify_created_subscription(TokenReader reader, Statement& statement) {
    reader.advance_to("WITH");
    reader.advance();
    if (reader.token().is('(')) {
        read_options(reader, [&](const Token& name, bool on) {
            if (!on && (is_name(name, "create_slot") || is_name(name, "connect"))) {
                statement.refuses_transaction_since = 0;
            }
        });
    }
}

unsigned refusal_of_subscription_options(TokenReader& reader) {
    unsigned since = 0;
    read_options(reader, [&](const Token& name, bool on) {
        if (is_name(name, "failover")) {
            since = 17;
        } else if (is_name(name, "two_phase") && !on && since == 0) {
            since = 18;
        }
    });
    return since;
}

void classify_altered_subscription(TokenReader reader, Statement& statement) {
    reader.advance(3);
    unsigned since = 0;
    if (reader.take("REFRESH")) {
        since = 14;
    } else if (reader.take("SET") || reader.take("ADD") || reader.take("DROP")) {
        if (reader.token().is('(')) {
            since = refusal_of_subscription_options(reader);
        } else if (reader.take("PUBLICATION")) {
            since = 14;
            reader.advance_to("WITH");
            reader.advance();
            if (reader.token().is('(')) {
                read_options(reader, [&](const Token& name, bool on) {
                    since = is_name(name, "refresh") && !on ? 0 : since;
                });
            }
        }
    }
    statement.refuses_transaction_since = since;
}

/// TRANSACTION is also the name of a prepared statement.
void classify_prepared(TokenReader reader, Statement& statement) {
    reader.advance(2);
    const auto kind = reader.token().kind;
    if (kind != TokenKind::string && kind != TokenKind::dollar_quoted) {
        statement.command = "PREPARE";
        statement.controls_transaction = false;
        statement.changes_session = true;
    }
}

/// DECLARE name … CURSOR WITH HOLD
void classify_cursor(TokenReader reader, Statement& statement) {
    reader.advance(2);
    reader.advance_to("CURSOR");
    reader.advance();
    statement.changes_session = reader.token().is("WITH");
}

} // namespace

std::optional<bool> answer(Question question, const Text& script, Statement& statement) {
    const auto sql = script.view().substr(statement.span.offset, statement.span.length);
    switch (question) {
    case Question::none:
        break;
    case Question::calls:
        return classify_calls(script, statement);
    case Question::setting:
        return classify_setting(TokenReader(sql), statement);
    case Question::reset:
        return classify_reset(TokenReader(sql));
    case Question::temporary_object:
        classify_temporary_object(TokenReader(sql), statement);
        break;
    case Question::prepared:
        classify_prepared(TokenReader(sql), statement);
        break;
    case Question::cursor:
        classify_cursor(TokenReader(sql), statement);
        break;
    case Question::cluster:
        classify_cluster(TokenReader(sql), statement);
        break;
    case Question::reindex:
        classify_reindex(TokenReader(sql), statement);
        break;
    case Question::altered_database:
        classify_altered_database(TokenReader(sql), statement);
        break;
    case Question::detached_partition:
        classify_detached_partition(TokenReader(sql), statement);
        break;
    case Question::created_subscription:
        classify_created_subscription(TokenReader(sql), statement);
        break;
    case Question::altered_subscription:
        classify_altered_subscription(TokenReader(sql), statement);
        break;
    }
    return std::nullopt;
}

} // namespace runner
