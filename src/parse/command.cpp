// What the server thinks of a statement. The list of what refuses a transaction block is that of
// every caller of PreventInTransactionBlock() in the server.
#include "parse/command.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace runner {
namespace {

constexpr std::array<std::string_view, 13> refusing_tags = {
    "ALTER SYSTEM",
    "COMMIT PREPARED",
    "CREATE DATABASE",
    "CREATE INDEX CONCURRENTLY",
    "CREATE TABLESPACE",
    "DISCARD ALL",
    "DROP DATABASE",
    "DROP INDEX CONCURRENTLY",
    "DROP SUBSCRIPTION",
    "DROP TABLESPACE",
    "REINDEX CONCURRENTLY",
    "ROLLBACK PREPARED",
    "VACUUM",
};

bool is_one_of(const Token& token, std::initializer_list<std::string_view> keywords) {
    return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view keyword) {
        return token.is(keyword);
    });
}

template <typename Table>
bool contains(const Table& table, std::string_view tag) {
    return std::find(table.begin(), table.end(), tag) != table.end();
}

/// The server's own spellings of "no".
bool is_off(const Token& token) {
    return is_one_of(token, {"FALSE", "OFF"}) ||
           (token.kind == TokenKind::number && token.text == "0") ||
           (token.kind == TokenKind::string && (token.text == "'false'" || token.text == "'off'"));
}

/// How many tokens decide what a statement is, after its first one. INSERT and SELECT are most of
/// what there is to read, and decided at once.
std::size_t tokens_to_keep(const Token& verb) {
    if (is_one_of(verb, {"CREATE", "ALTER", "DROP", "CLUSTER"})) {
        return 8;
    }
    if (verb.is("REINDEX")) {
        return most_kept_tokens;
    }
    return is_one_of(verb, {"INSERT", "SELECT", "UPDATE", "DELETE", "GRANT", "COMMENT"}) ? 1 : 4;
}

} // namespace

void Command::look_at(const Token& token, std::size_t depth) {
    if (count_ == 0 && token.is('(')) {
        return; // (SELECT …) is a SELECT
    }
    if (count_ < kept_) {
        first_[count_++] = token;
        if (count_ == 1) {
            kept_ = tokens_to_keep(token);
        }
        if (count_ <= 4) {
            choose_search();
        }
    }
    if (search_ != Search::nothing) {
        search(token, depth);
        before_previous_ = previous_;
        previous_ = token;
    }
    settled_ = count_ == kept_ && search_ == Search::nothing;
}

void Command::choose_search() {
    if (first(0).is("WITH")) {
        search_ = count_ == 1 ? Search::main_verb : search_;
    } else if (first(0).is("COPY")) {
        search_ = count_ == 1 ? Search::rows : search_;
    } else if (!is_one_of(first(0), {"CREATE", "ALTER"})) {
        return;
    } else if (first(0).is("ALTER") && first(1).is("TABLE")) {
        search_ = Search::detached_partition;
    } else if (first(1).is("SUBSCRIPTION")) {
        search_ = Search::option;
    } else if (first(0).is("CREATE")) {
        const std::size_t object = first(1).is("OR") && first(2).is("REPLACE") ? 3 : 1;
        creates_routine_ = is_one_of(first(object), {"FUNCTION", "PROCEDURE"});
    }
}

void Command::search(const Token& token, std::size_t depth) {
    switch (search_) {
    case Search::nothing:
        break;
    case Search::main_verb:
        if (depth == 0) {
            search_main_verb(token);
        }
        break;
    case Search::rows:
        if (depth == 0) {
            search_rows(token);
        }
        break;
    case Search::detached_partition:
        if (depth == 0) {
            detaches_ = detaches_ || (previous_.is("DETACH") && token.is("PARTITION"));
            found_ = found_ || (detaches_ && token.is("CONCURRENTLY") && !previous_.is('.'));
        }
        break;
    case Search::option:
        search_option(token);
        break;
    }
}

// Behind the queries in parentheses. A query may be called `update`, and so may the columns of
// SEARCH and CYCLE; what stands before tells them from the verb.
void Command::search_main_verb(const Token& token) {
    const bool is_name = previous_.is(',') ||
                         is_one_of(previous_, {"WITH", "RECURSIVE", "BY", "SET", "CYCLE", "USING"});
    for (const std::string_view verb :
         {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"}) {
        if (!is_name && token.is(verb)) {
            main_verb_ = verb;
        }
    }
    if (previous_.is(')') && token.is('(')) {
        main_verb_ = "SELECT";
    }
    if (!main_verb_.empty()) {
        search_ = Search::nothing;
    }
}

void Command::search_rows(const Token& token) {
    if (previous_.is("FROM") && !before_previous_.is('.')) {
        // The grammar takes either word on either side.
        reads_rows_ = is_one_of(token, {"STDIN", "STDOUT"});
        search_ = Search::nothing;
    } else if (token.is("TO") && !previous_.is('.')) {
        search_ = Search::nothing;
    }
}

void Command::search_option(const Token& token) {
    const bool creates = first(0).is("CREATE");
    const bool known = creates ? is_one_of(before_previous_, {"CREATE_SLOT", "CONNECT"})
                               : before_previous_.is("REFRESH");
    found_ = found_ || (known && previous_.text == "=" && is_off(token));
}

bool Command::refuses_transaction(std::string_view tag) const {
    if (kept_ == 1) {
        return false;
    }
    if (contains(refusing_tags, tag)) {
        return true;
    }
    if (phrase_at(0, "ALTER DATABASE") > 0) {
        return phrase_at(3, "SET TABLESPACE") > 0;
    }
    return (search_ == Search::detached_partition && found_) || refusing_reindex() ||
           refusing_cluster() || refusing_subscription();
}

/// The token behind `REINDEX (…)`, `CLUSTER VERBOSE` and their like.
std::size_t Command::behind_options() const {
    if (!first(1).is('(')) {
        return first(1).is("VERBOSE") ? 2 : 1;
    }
    std::size_t at = 2;
    while (at < count_ && !first(at).is(')')) {
        ++at;
    }
    return at + 1;
}

bool Command::concurrent_reindex() const {
    if (!first(0).is("REINDEX")) {
        return false;
    }
    const auto behind = behind_options();
    for (std::size_t at = 2; at < behind; ++at) {
        const auto value = first(at + 1).text == "=" ? at + 2 : at + 1;
        if (first(at).is("CONCURRENTLY") && !is_off(first(value))) {
            return true;
        }
    }
    return first(behind + 1).is("CONCURRENTLY");
}

bool Command::refusing_reindex() const {
    return first(0).is("REINDEX") &&
           is_one_of(first(behind_options()), {"SCHEMA", "DATABASE", "SYSTEM"});
}

bool Command::refusing_cluster() const {
    return first(0).is("CLUSTER") && behind_options() >= count_;
}

bool Command::refusing_subscription() const {
    if (phrase_at(0, "CREATE SUBSCRIPTION") > 0) {
        return !found_;
    }
    if (phrase_at(0, "ALTER SUBSCRIPTION") == 0) {
        return false;
    }
    if (first(3).is("SET") && first(4).is('(')) {
        return is_one_of(first(5), {"FAILOVER", "TWO_PHASE"});
    }
    return first(3).is("REFRESH") ||
           (is_one_of(first(3), {"SET", "ADD", "DROP"}) && first(4).is("PUBLICATION") && !found_);
}

bool Command::controls_transaction() const {
    if (is_one_of(first(0), {"BEGIN", "ABORT", "END"})) {
        return true;
    }
    if (phrase_at(0, "START TRANSACTION") > 0 || phrase_at(0, "PREPARE TRANSACTION") > 0) {
        return true;
    }
    if (first(1).is("PREPARED")) {
        return false;
    }
    if (first(0).is("ROLLBACK")) {
        const std::size_t at = is_one_of(first(1), {"WORK", "TRANSACTION"}) ? 2 : 1;
        return !first(at).is("TO");
    }
    return first(0).is("COMMIT");
}

} // namespace runner
