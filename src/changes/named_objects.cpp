#include "changes/named_objects.hpp"

#include "parse/name_reader.hpp"
#include "parse/parser.hpp"
#include "parse/statement_text.hpp"
#include "parse/token_reader.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace runner {
namespace {

constexpr std::array<std::string_view, 4> relation_words = {"TABLE", "VIEW", "SEQUENCE", "INDEX"};
constexpr std::array<std::string_view, 6> other_words = {
    "TYPE", "DOMAIN", "FUNCTION", "PROCEDURE", "AGGREGATE", "ROUTINE"};

std::string folded(std::string_view word) {
    std::string name(word);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

/// As the catalogs have it. Empty for what is no part of a name; so is U&"…", which only the server
/// can read.
std::string part_of_name(const Token& token) {
    if (token.kind == TokenKind::word) {
        return folded(token.text);
    }
    const bool is_readable = token.kind == TokenKind::quoted_name && token.text.front() == '"';
    return is_readable ? unquoted(token) : std::string();
}

bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// The word in a command tag that says what it works on; empty for what is not looked at.
std::string_view object_word(std::string_view command) {
    auto end = command.find(' '); // behind the verb
    while (end != std::string_view::npos) {
        command.remove_prefix(end + 1);
        end = command.find(' ');
        const auto word = command.substr(0, end);
        for (const auto known : relation_words) {
            if (word == known) {
                return known;
            }
        }
        for (const auto known : other_words) {
            if (word == known) {
                return known;
            }
        }
    }
    return {};
}

class NameCollector {
public:
    explicit NameCollector(NamedObjects& found) : found_(found) {}

    void read(const Statement& statement, std::string_view sql);

private:
    void created(TokenReader& reader, bool is_index);
    void altered(TokenReader& reader);
    void dropped(TokenReader& reader);
    std::string take(TokenReader& reader);
    void note_older(const std::string& whole);
    void words_in(std::string_view text);
    void search_path(std::string_view sql);
    void add(std::string name);

    NamedObjects& found_;
    std::set<std::string> made_; // by this script, with their schemas as it writes them
};

void NameCollector::add(std::string name) {
    if (!name.empty() && found_.names.size() < NamedObjects::most) {
        found_.names.insert(std::move(name));
    }
}

/// Goes behind `a."B".c`, adds its parts, and returns it as a whole.
std::string NameCollector::take(TokenReader& reader) {
    reader.take("ONLY");
    std::vector<std::string> parts;
    for (;;) {
        auto part = part_of_name(reader.token());
        if (part.empty()) {
            break;
        }
        parts.push_back(std::move(part));
        reader.advance();
        if (!reader.token().is('.')) {
            break;
        }
        reader.advance();
    }
    std::string whole;
    for (const auto& part : parts) {
        whole += part + '.';
    }
    if (parts.size() > 1) {
        found_.schemas.insert(parts[parts.size() - 2]);
    }
    if (!parts.empty()) {
        add(std::move(parts.back()));
    }
    return whole;
}

void NameCollector::note_older(const std::string& whole) {
    found_.older = found_.older || !made_.contains(whole);
}

/// CREATE … TABLE [IF NOT EXISTS] name, CREATE INDEX … [name] ON table
void NameCollector::created(TokenReader& reader, bool is_index) {
    if (take_if(reader, "NOT")) {
        found_.older = true;
    }
    if (!is_index) {
        made_.insert(take(reader));
        return;
    }
    if (!reader.token().is("ON")) {
        take(reader);
    }
    if (reader.take("ON")) {
        note_older(take(reader));
    }
}

/// ALTER … [IF EXISTS] [ONLY] name, and the other name that some forms have.
void NameCollector::altered(TokenReader& reader) {
    take_if(reader, "EXISTS");
    note_older(take(reader));
    reader.take("*");
    if (reader.take("SET") && reader.take("SCHEMA")) {
        found_.schemas.insert(part_of_name(reader.token()));
        return;
    }
    if ((reader.take("ATTACH") || reader.take("DETACH")) && reader.take("PARTITION")) {
        note_older(take(reader));
        return;
    }
    reader.advance_to("RENAME");
    if (reader.take("RENAME") && reader.take("TO")) {
        take(reader);
    }
}

/// DROP … [IF EXISTS] a, b(integer), c
void NameCollector::dropped(TokenReader& reader) {
    take_if(reader, "EXISTS");
    for (;;) {
        note_older(take(reader));
        while (!reader.at_end() && !(reader.depth() == 0 && reader.token().is(','))) {
            reader.advance();
        }
        if (reader.at_end()) {
            return;
        }
        reader.advance();
    }
}

/// Each may be a name: those of a DO block, of which we know no grammar.
void NameCollector::words_in(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            const auto end = std::min(text.find('"', at + 1), text.size());
            add(std::string(text.substr(at + 1, end - at - 1)));
        }
        auto end = at;
        while (end < text.size() && is_of_word(text[end])) {
            ++end;
        }
        if (end > at && (text[at] < '0' || text[at] > '9')) {
            add(folded(text.substr(at, end - at)));
        }
        at = std::max(end, at + 1);
    }
}

/// SET search_path = a, "B"; SELECT set_config('search_path', 'a, "B"', false)
void NameCollector::search_path(std::string_view sql) {
    const auto at = folded(sql).find("search_path");
    if (at == std::string::npos) {
        return;
    }
    found_.sets_search_path = true;
    for (TokenReader reader(sql.substr(at)); !reader.at_end(); reader.advance()) {
        if (reader.token().kind != TokenKind::string) {
            found_.schemas.insert(part_of_name(reader.token()));
            continue;
        }
        const auto list = unquoted(reader.token());
        found_.schemas.insert(list);
        for (TokenReader inner(list); !inner.at_end(); inner.advance()) {
            found_.schemas.insert(part_of_name(inner.token()));
        }
    }
}

void NameCollector::read(const Statement& statement, std::string_view sql) {
    const std::string_view command = statement.command;
    if (command == "SET" || command == "SELECT") {
        search_path(sql);
    }
    if (command == "DO") {
        words_in(sql);
        found_.older = true;
        found_.relations = true;
    }
    if (command == "DO" || command == "CALL" || command == "SELECT" || command == "WITH") {
        found_.hidden = true;
        return;
    }
    const auto object = object_word(command);
    const bool creates = command.starts_with("CREATE ");
    if (object.empty() ||
        !(creates || command.starts_with("ALTER ") || command.starts_with("DROP "))) {
        return;
    }
    TokenReader reader(sql);
    reader.advance();
    if (reader.take("OR")) { // REPLACE
        found_.older = true;
    }
    reader.advance_to(object);
    reader.advance();
    reader.take("CONCURRENTLY");
    if (creates) {
        created(reader, object == "INDEX");
    } else if (command.starts_with("ALTER ")) {
        altered(reader);
    } else {
        dropped(reader);
    }
    const bool is_relation = std::ranges::find(relation_words, object) != relation_words.end();
    found_.relations = found_.relations || is_relation;
    found_.others = found_.others || !is_relation;
}

} // namespace

NamedObjects named_objects(const Script& script) {
    constexpr std::size_t enough = std::size_t{1} << 20;
    NamedObjects found;
    NameCollector collector(found);
    const auto view = script.text.view();
    const auto text =
        view.size() > enough ? Text(std::string(view.substr(0, enough))) : script.text;
    StatementReader reader(text, script.path);
    try {
        while (const auto statement = reader.next()) {
            collector.read(*statement, StatementText(script, statement->span).sql());
        }
    } catch (const Error&) {
        // Where a long script was cut; read_body() has read all of it.
    }
    found.schemas.erase("");
    return found;
}

} // namespace runner
