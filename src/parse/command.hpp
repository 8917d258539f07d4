// The first tokens of a statement -> its command tag, and what the server thinks of it.
#pragma once

#include "parse/command_tag.hpp"
#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace runner {

class Command {
public:
    /// `depth` counts the parentheses around the token; a parenthesis is not inside itself.
    void read(const Token& token, std::size_t depth) {
        if (!settled()) {
            look_at(token, depth);
        }
    }

    /// No later token of the statement changes anything. One token is enough for most statements,
    /// and all of them are read for few: WITH, and COPY of a query.
    [[nodiscard]] bool settled() const noexcept { return search_ == Search::nothing; }

    /// COPY … FROM stdin: its rows follow.
    [[nodiscard]] bool reads_rows() const noexcept { return reads_rows_; }

    /// CREATE FUNCTION or PROCEDURE, which may have a BEGIN ATOMIC body.
    [[nodiscard]] bool creates_routine() const noexcept { return creates_routine_; }

    /// Fills in the tag and the class of the statement, whose span of the script is known. What few
    /// statements ask beyond their first tokens is read from there.
    ///
    /// The tag of a statement we do not know is its first word, and empty when it does not begin
    /// with a word. What depends on the catalog is not known here: PostgreSQL 14 and newer also
    /// refuse a transaction block to REINDEX of a partitioned table, 15 and newer to CLUSTER of
    /// one.
    void classify(Statement& statement, const Text& script);

    /// What the statement says about standard_conforming_strings, once it is classified. Not seen:
    /// that a rollback to a savepoint takes it back, and what functions do inside.
    [[nodiscard]] std::optional<bool> standard_strings() const noexcept {
        return standard_strings_;
    }

private:
    void look_at(const Token& token, std::size_t depth);

    void settle() noexcept { search_ = Search::nothing; }

    void read_verb(const Token& token, std::size_t depth);
    void read_longer_verb(const Token& token);
    void take(const Verb& verb) noexcept;
    void read_object(const Token& token);
    void take(const Object& object) noexcept;
    void read_altered_table(const Token& token);
    void read_outside_queries(const Token& token);
    void read_copy(const Token& token);
    void read_with(const Token& token);

    Search search_ = Search::verb;
    Question question_ = Question::none;
    bool reads_rows_ = false;
    bool creates_routine_ = false;
    bool is_temporary_ = false;
    std::optional<bool> standard_strings_;
    unsigned refuses_since_ = 0;
    const Verb* verb_ = nullptr;     ///< null: not known, or not read yet
    const Object* object_ = nullptr; ///< null: none, or not known
    std::uint64_t phrase_ = 0;       ///< of the words that may become one of those
    std::size_t depth_ = 0;          ///< of the first word
    std::string_view unknown_verb_;
};

} // namespace runner
