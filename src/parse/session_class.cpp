#include "parse/session_class.hpp"

#include "parse/bytes.hpp"
#include "parse/long_search.hpp"

namespace runner {
namespace {

constexpr std::string_view strings_setting = "standard_conforming_strings";

/// Settings are found in any letter case, even between double quotes.
bool is_strings_setting(const Token& token) {
    const auto name = content_of(token);
    return name.size() == strings_setting.size() && bytes::holds(name, strings_setting);
}

/// What follows the name of a setting, and no other word behind SET.
bool is_behind_setting(const Token& token) {
    return token.is('.') || token.is("TO") || token.text == "=";
}

} // namespace

std::optional<bool> classify_setting(TokenReader reader, Statement& statement) {
    reader.advance();
    bool local = false;
    if (reader.token().is("SESSION") || reader.token().is("LOCAL")) {
        local = reader.token().is("LOCAL");
        reader.advance();
        if (is_behind_setting(reader.token())) { // SET local.x = 1
            statement.changes_session = true;
            return std::nullopt;
        }
    }
    const auto name = reader.token();
    reader.advance();
    const bool is_setting = is_behind_setting(reader.token());
    if (!is_setting && (name.is("TRANSACTION") || name.is("CONSTRAINTS"))) {
        return std::nullopt;
    }
    statement.changes_session = !local;
    if (!is_strings_setting(name) || !is_setting) {
        return std::nullopt;
    }
    reader.advance();
    return reader.token().is("DEFAULT") ? true : boolean_of(reader.token());
}

std::optional<bool> classify_reset(TokenReader reader) {
    reader.advance();
    const auto& what = reader.token();
    return what.is("ALL") || is_strings_setting(what) ? std::optional(true) : std::nullopt;
}

void classify_temporary_object(TokenReader reader, Statement& statement) {
    statement.changes_session = true;
    for (reader.advance_to("ON"); !reader.at_end(); reader.advance_to("ON")) {
        reader.advance();
        if (reader.take("COMMIT") && reader.take("DROP")) {
            statement.changes_session = false;
            return;
        }
    }
}

namespace {

/// In SQL, and as SQL in the body of a DO.
class CallFinder {
public:
    explicit CallFinder(Statement& statement) : statement_(statement) {}

    void read(std::string_view sql);

    [[nodiscard]] std::optional<bool> standard_strings() const noexcept {
        return standard_strings_;
    }

private:
    void read_call(const Token& name, const TokenReader& arguments);
    void read_set_config(TokenReader arguments);

    Statement& statement_;
    std::optional<bool> standard_strings_;
};

void CallFinder::read(std::string_view sql) {
    TokenReader reader(sql);
    const bool is_block = reader.take("DO");
    bool is_elsewhere = false; // in another schema than that of the server's own functions
    for (Token previous; !reader.at_end();) {
        const auto token = reader.token();
        reader.advance();
        if (token.is('.')) {
            is_elsewhere = !is_name(previous, "pg_catalog");
        } else if (reader.token().is('(') && !(previous.is('.') && is_elsewhere)) {
            read_call(token, reader);
        } else if (is_block && token.kind == TokenKind::dollar_quoted) {
            read(content_of(token));
        } else if (is_block && token.kind == TokenKind::string) {
            read(unquoted(token));
        }
        previous = token;
    }
}

void CallFinder::read_call(const Token& name, const TokenReader& arguments) {
    if (is_name(name, "set_config")) {
        read_set_config(arguments);
    } else if (is_name(name, "pg_advisory_unlock") || is_name(name, "pg_advisory_unlock_shared") || is_name(name, "pg_advisory_unlock_all")) {
        statement_.releases_locks = true;
    }
}

/// set_config(name, value, is_local)
void CallFinder::read_set_config(TokenReader arguments) {
    const auto inside = arguments.depth() + 1;
    arguments.advance();
    const auto name = arguments.token();
    arguments.advance_to_item(inside);
    const auto value = arguments.token();
    arguments.advance_to_item(inside);
    const auto& local = arguments.token();
    const bool is_literal = local.is("TRUE") || local.kind == TokenKind::string;
    if (!is_literal || boolean_of(local) != true) {
        statement_.changes_session = true;
    }
    if (is_strings_setting(name)) {
        // NULL means the value that a session starts with.
        standard_strings_ = value.is("NULL") ? true : boolean_of(value);
    }
}

} // namespace

std::optional<bool> classify_calls(const Text& script, Statement& statement) {
    // Most statements call neither, and this is all that is done with them.
    if (!holds(script, statement.span, "set_config") && !holds(script, statement.span, "unlock")) {
        return std::nullopt;
    }
    CallFinder finder(statement);
    finder.read(script.view().substr(statement.span.offset, statement.span.length));
    return finder.standard_strings();
}

} // namespace runner
