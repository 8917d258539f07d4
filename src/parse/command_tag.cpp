// Command tags come from two tables: kinds of object behind CREATE, ALTER and DROP, and the other
// tags of more than one word.
#include "parse/command.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace runner {
namespace {

// A phrase that begins like another one stands before it.
constexpr std::array<std::string_view, 47> objects = {
    "ACCESS METHOD",
    "AGGREGATE",
    "CAST",
    "COLLATION",
    "CONVERSION",
    "DATABASE",
    "DEFAULT PRIVILEGES",
    "DOMAIN",
    "EVENT TRIGGER",
    "EXTENSION",
    "FOREIGN DATA WRAPPER",
    "FOREIGN TABLE",
    "FUNCTION",
    "GROUP",
    "INDEX CONCURRENTLY",
    "INDEX",
    "LANGUAGE",
    "LARGE OBJECT",
    "MATERIALIZED VIEW",
    "OPERATOR CLASS",
    "OPERATOR FAMILY",
    "OPERATOR",
    "OWNED",
    "POLICY",
    "PROCEDURE",
    "PUBLICATION",
    "ROLE",
    "ROUTINE",
    "RULE",
    "SCHEMA",
    "SEQUENCE",
    "SERVER",
    "STATISTICS",
    "SUBSCRIPTION",
    "SYSTEM",
    "TABLE",
    "TABLESPACE",
    "TEXT SEARCH CONFIGURATION",
    "TEXT SEARCH DICTIONARY",
    "TEXT SEARCH PARSER",
    "TEXT SEARCH TEMPLATE",
    "TRANSFORM",
    "TRIGGER",
    "TYPE",
    "USER MAPPING",
    "USER",
    "VIEW",
};

// Between CREATE, ALTER or DROP and the kind of object; no tag has them.
constexpr std::array<std::string_view, 12> noise = {
    "OR",
    "REPLACE",
    "TEMP",
    "TEMPORARY",
    "UNLOGGED",
    "GLOBAL",
    "LOCAL",
    "UNIQUE",
    "RECURSIVE",
    "TRUSTED",
    "PROCEDURAL",
    "CONSTRAINT",
};

constexpr std::array<std::string_view, 12> other_tags = {
    "COMMIT PREPARED",
    "DISCARD ALL",
    "DISCARD PLANS",
    "DISCARD SEQUENCES",
    "DISCARD TEMP",
    "IMPORT FOREIGN SCHEMA",
    "PREPARE TRANSACTION",
    "REASSIGN OWNED",
    "REFRESH MATERIALIZED VIEW",
    "ROLLBACK PREPARED",
    "SECURITY LABEL",
    "START TRANSACTION",
};

/// At most as long as a name can be: the first word of a file that is no SQL may be the file.
std::string upper_cased(std::string_view word) {
    std::string result(word.substr(0, 63));
    std::transform(result.begin(), result.end(), result.begin(), [](char byte) {
        return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    });
    return result;
}

} // namespace

/// How many tokens `phrase` takes at `index`; 0 when it does not stand there.
std::size_t Command::phrase_at(std::size_t index, std::string_view phrase) const {
    const auto& begin = first(index);
    if (begin.kind != TokenKind::word || (begin.text.front() & 0x5F) != phrase.front()) {
        return 0; // nearly always
    }
    std::size_t taken = 0;
    while (!phrase.empty()) {
        const auto word = phrase.substr(0, phrase.find(' '));
        if (!first(index + taken).is(word)) {
            return 0;
        }
        ++taken;
        phrase.remove_prefix(std::min(word.size() + 1, phrase.size()));
    }
    return taken;
}

std::string Command::object_tag() const {
    auto verb = upper_cased(first(0).text);
    for (std::size_t index = 1; index < count_; ++index) {
        const auto* object = std::find_if(objects.begin(), objects.end(), [&](auto phrase) {
            return phrase_at(index, phrase) > 0;
        });
        if (object != objects.end()) {
            return verb.append(1, ' ').append(*object);
        }
        const auto is_noise = [&](std::string_view word) { return first(index).is(word); };
        // CREATE DEFAULT CONVERSION, but ALTER DEFAULT PRIVILEGES.
        if (!std::any_of(noise.begin(), noise.end(), is_noise) && !first(index).is("DEFAULT")) {
            break;
        }
    }
    return verb;
}

std::string Command::other_tag() const {
    for (const auto tag : other_tags) {
        if (phrase_at(0, tag) > 0) {
            return std::string(tag);
        }
    }
    return upper_cased(first(0).text);
}

std::string Command::tag() const {
    if (first(0).kind != TokenKind::word) {
        return {};
    }
    if (first(0).is("CREATE") || first(0).is("ALTER") || first(0).is("DROP")) {
        return object_tag();
    }
    if (first(0).is("WITH")) {
        return main_verb_.empty() ? "SELECT" : std::string(main_verb_);
    }
    if (concurrent_reindex()) {
        return "REINDEX CONCURRENTLY";
    }
    return other_tag();
}

} // namespace runner
