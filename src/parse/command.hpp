// The tokens of a statement -> its command tag, and what the server thinks of it in a transaction.
// Only the first tokens are kept, and a few questions are asked of the rest.
#pragma once

#include "parse/lexer.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace runner {

/// REINDEX with every option it can have, up to its table.
constexpr std::size_t most_kept_tokens = 20;

class Command {
public:
    /// `depth` counts the parentheses around the token; a parenthesis is not inside itself.
    void read(const Token& token, std::size_t depth) {
        if (!settled_) {
            look_at(token, depth);
        }
    }

    /// "CREATE INDEX CONCURRENTLY". A statement with no known tag has its first word, and none
    /// when it does not begin with a word.
    [[nodiscard]] std::string tag() const;
    /// `tag` is the one above. PostgreSQL 13 and newer. What depends on the catalog (REINDEX of a
    /// partitioned table) is not known here.
    [[nodiscard]] bool refuses_transaction(std::string_view tag) const;
    /// BEGIN, COMMIT, ROLLBACK …, but not savepoints.
    [[nodiscard]] bool controls_transaction() const;

    /// COPY … FROM stdin: its rows follow.
    [[nodiscard]] bool reads_rows() const noexcept { return reads_rows_; }

    /// CREATE FUNCTION or PROCEDURE, which may have a BEGIN ATOMIC body.
    [[nodiscard]] bool creates_routine() const noexcept { return creates_routine_; }

private:
    /// What is still to be found behind the first tokens.
    enum class Search { nothing, main_verb, rows, detached_partition, option };

    void look_at(const Token& token, std::size_t depth);
    void choose_search();
    void search(const Token& token, std::size_t depth);
    void search_main_verb(const Token& token);
    void search_rows(const Token& token);
    void search_option(const Token& token);

    /// A token that is nothing behind the last one.
    [[nodiscard]] const Token& first(std::size_t index) const noexcept {
        return index < count_ ? first_[index] : nothing_;
    }

    [[nodiscard]] std::size_t phrase_at(std::size_t index, std::string_view phrase) const;
    [[nodiscard]] std::string object_tag() const;
    [[nodiscard]] std::string other_tag() const;
    [[nodiscard]] std::size_t behind_options() const;
    [[nodiscard]] bool concurrent_reindex() const;
    [[nodiscard]] bool refusing_reindex() const;
    [[nodiscard]] bool refusing_cluster() const;
    [[nodiscard]] bool refusing_subscription() const;

    std::array<Token, most_kept_tokens> first_; ///< only `count_` of them mean something
    std::size_t count_ = 0;
    std::size_t kept_ = most_kept_tokens;
    Token nothing_;
    Token previous_;
    Token before_previous_;
    std::string_view main_verb_;
    Search search_ = Search::nothing;
    bool settled_ = false;
    bool reads_rows_ = false;
    bool creates_routine_ = false;
    bool detaches_ = false;
    bool found_ = false; ///< CONCURRENTLY behind DETACH PARTITION, or an option that is off
};

} // namespace runner
