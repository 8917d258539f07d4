// Reads as little as it can: behind the last token that matters, the lexer need not make any.
#include "parse/command.hpp"

#include "parse/command_class.hpp"
#include "parse/keyword.hpp"

#include <algorithm>
#include <string>

namespace runner {
namespace {

/// At most as long as a name can be: the first word of a file that is no SQL may be the file.
std::string upper_cased(std::string_view word) {
    std::string result(word.substr(0, 63));
    std::transform(result.begin(), result.end(), result.begin(), [](char byte) {
        return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    });
    return result;
}

} // namespace

void Command::look_at(const Token& token, std::size_t depth) {
    switch (search_) {
    case Search::nothing:
        break;
    case Search::verb:
        read_verb(token, depth);
        break;
    case Search::longer_verb:
        read_longer_verb(token);
        break;
    case Search::object:
        read_object(token);
        break;
    case Search::table:
    case Search::table_if:
    case Search::table_part:
    case Search::table_end:
        read_altered_table(token);
        break;
    default: // COPY and WITH, whose queries in parentheses are not looked at
        if (depth == depth_) {
            read_outside_queries(token);
        }
        break;
    }
}

void Command::read_verb(const Token& token, std::size_t depth) {
    if (token.is('(')) {
        return; // (SELECT …) is a SELECT
    }
    depth_ = depth;
    phrase_ = keyword_key(token);
    if (const auto* verb = find_verb(phrase_); verb != nullptr) {
        take(*verb);
        return;
    }
    unknown_verb_ = token.kind == TokenKind::word ? token.text : std::string_view();
    settle();
}

void Command::read_longer_verb(const Token& token) {
    phrase_ = longer_key(phrase_, keyword_key(token));
    if (const auto* verb = find_verb(phrase_); verb != nullptr) {
        take(*verb);
    } else {
        settle();
    }
}

void Command::take(const Verb& verb) noexcept {
    verb_ = &verb;
    search_ = verb.search;
    question_ = verb.question;
    refuses_since_ = verb.refuses_since;
    if (search_ == Search::object) {
        phrase_ = 0;
    }
}

void Command::read_object(const Token& token) {
    phrase_ = longer_key(phrase_, keyword_key(token));
    const auto* object = find_object(phrase_);
    if (object == nullptr) {
        settle();
        return;
    }
    switch (object->role) {
    case Role::temporary:
        is_temporary_ = true;
        [[fallthrough]];
    case Role::noise:
        phrase_ = 0;
        break;
    case Role::unfinished:
        break;
    case Role::extensible:
        object_ = object;
        break;
    default:
        settle();
        take(*object);
        break;
    }
}

void Command::take(const Object& object) noexcept {
    object_ = &object;
    if (verb_->words == "ALTER") {
        refuses_since_ = object.alter_refuses_since;
        question_ = object.alter_question;
        search_ = object.role == Role::table ? Search::table : Search::nothing;
    } else {
        refuses_since_ = object.refuses_since;
    }
    if (verb_->words == "CREATE") {
        question_ = is_temporary_ ? Question::temporary_object : object.create_question;
        creates_routine_ = object.role == Role::routine;
    }
}

// [IF EXISTS] [ONLY] name[.name…] [*] DETACH: an action that begins with DETACH stands alone.
void Command::read_altered_table(const Token& token) {
    switch (search_) {
    case Search::table:
        search_ = token.is("IF")     ? Search::table_if
                  : token.is("ONLY") ? Search::table_part
                                     : Search::table_end;
        return;
    case Search::table_part: // ONLY may have parentheses around the name
        search_ = token.is('(') ? Search::table_part : Search::table_end;
        return;
    case Search::table_if:
        if (token.is("EXISTS")) {
            search_ = Search::table;
            return;
        }
        break;
    default:
        break;
    }
    if (token.is('.')) {
        search_ = Search::table_part;
    } else if (token.is(')') || token.text == "*") {
        search_ = Search::table_end;
    } else {
        question_ = token.is("DETACH") ? Question::detached_partition : Question::none;
        settle();
    }
}

void Command::read_outside_queries(const Token& token) {
    const bool copies =
        search_ == Search::rows || search_ == Search::rows_part || search_ == Search::rows_source;
    if (copies) {
        read_copy(token);
    } else {
        read_with(token);
    }
}

// A table cannot be called `from` or `to`, but the last part of its name can.
void Command::read_copy(const Token& token) {
    if (search_ == Search::rows_source) {
        // The grammar takes either word on either side.
        reads_rows_ = depth_ == 0 && (token.is("STDIN") || token.is("STDOUT"));
        settle();
    } else if (search_ == Search::rows_part) {
        search_ = Search::rows;
    } else if (token.is('.')) {
        search_ = Search::rows_part;
    } else if (token.is("FROM")) {
        search_ = Search::rows_source;
    } else if (token.is("TO")) {
        settle();
    }
}

// A query may be called `update`, and so may the columns of SEARCH and CYCLE; what stands before
// tells them from the verb.
void Command::read_with(const Token& token) {
    const auto was = search_;
    const auto key = keyword_key(token);
    search_ = Search::main_verb;
    if (was == Search::main_verb_name) {
        search_ = key == keyword_key("RECURSIVE") ? was : Search::main_verb;
        return;
    }
    if (token.is(',')) {
        search_ = Search::main_verb_name;
    } else if (token.is(')')) {
        search_ = Search::main_verb_query;
    } else if (token.is('(') && was == Search::main_verb_query) {
        settle(); // WITH … (SELECT …)
    }
    switch (key) {
    case keyword_key("BY"):
    case keyword_key("CYCLE"):
    case keyword_key("SET"):
    case keyword_key("USING"):
        search_ = Search::main_verb_name;
        break;
    case keyword_key("DELETE"):
    case keyword_key("INSERT"):
    case keyword_key("MERGE"):
    case keyword_key("SELECT"):
    case keyword_key("TABLE"):
    case keyword_key("UPDATE"):
    case keyword_key("VALUES"):
        verb_ = find_verb(key);
        settle();
        break;
    default:
        break;
    }
}

void Command::classify(Statement& statement, const Text& script) {
    if (verb_ == nullptr) {
        statement.command = upper_cased(unknown_verb_);
        return;
    }
    statement.command = verb_->tag();
    if (object_ != nullptr) {
        statement.command.append(1, ' ').append(object_->tag());
    }
    statement.refuses_transaction_since = refuses_since_;
    statement.controls_transaction = verb_->controls;
    statement.changes_session = verb_->session;
    statement.releases_locks = verb_->unlocks;
    if (question_ != Question::none) {
        standard_strings_ = answer(question_, script, statement);
    }
}

} // namespace runner
