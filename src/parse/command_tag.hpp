// The words that make a command tag, and what each tag means.
#pragma once

#include <cstdint>
#include <string_view>

namespace runner {

/// What to look for in the tokens that follow.
enum class Search : unsigned char {
    nothing,
    verb,
    longer_verb, ///< PREPARED behind COMMIT
    object,      ///< the kind of object behind CREATE, ALTER or DROP
    // Whether a COPY is FROM stdin.
    rows,
    rows_part,   ///< a part of a name comes, whatever it looks like
    rows_source, ///< behind FROM
    // The statement behind WITH.
    main_verb,
    main_verb_name,  ///< a name comes, whatever it looks like
    main_verb_query, ///< behind a query in parentheses
    // The DETACH of an ALTER TABLE, behind the table's name.
    table,
    table_if,   ///< behind IF, which may be the name
    table_part, ///< a part of the name comes, whatever it looks like
    table_end,  ///< behind a part of the name
};

/// What only the whole text of a statement tells; see command_class.hpp.
enum class Question : unsigned char {
    none,
    calls,
    setting,
    reset,
    prepared,
    cursor,
    cluster,
    reindex,
    altered_database,
    detached_partition,
    created_subscription,
    altered_subscription,
    temporary_object,
};

/// The first words of a statement. A row that begins with another one replaces it.
struct Verb {
    std::string_view words;
    std::string_view other_tag = {}; ///< when the words are not the tag
    Search search = Search::nothing;
    Question question = Question::none;
    unsigned refuses_since = 0; ///< Statement::refuses_transaction_since
    bool controls = false;      ///< Statement::controls_transaction
    bool session = false;       ///< Statement::changes_session
    bool unlocks = false;       ///< Statement::releases_locks

    [[nodiscard]] std::string_view tag() const noexcept {
        return other_tag.empty() ? words : other_tag;
    }
};

/// What a kind of object means for the words behind it.
enum class Role : unsigned char {
    ordinary,
    unfinished, ///< no object yet: more words have to come
    extensible, ///< an object, and another one with the next word
    noise,      ///< no part of any tag
    temporary,  ///< noise; the object is gone with the session
    table,
    routine,
};

struct Object {
    std::string_view words;
    Role role = Role::ordinary;
    std::string_view other_tag = {};  ///< when the words are not the tag
    unsigned refuses_since = 0;       ///< of CREATE and DROP
    unsigned alter_refuses_since = 0; ///< of ALTER
    Question create_question = Question::none;
    Question alter_question = Question::none;

    [[nodiscard]] std::string_view tag() const noexcept {
        return other_tag.empty() ? words : other_tag;
    }
};

/// Null when the phrase is none of ours. See keyword.hpp for the numbers.
[[nodiscard]] const Verb* find_verb(std::uint64_t phrase) noexcept;
[[nodiscard]] const Object* find_object(std::uint64_t phrase) noexcept;

} // namespace runner
