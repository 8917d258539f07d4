// libpq repeats the offending part of a URL it cannot read, and takes a part of an unescaped
// password for a host or a port, which then shows in the connection error. So the shape of the
// userinfo is checked first, and libpq's own complaint is never passed on.
#include "pg/conninfo.hpp"

#include <runner/error.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>

namespace runner::pg {
namespace {

constexpr std::string_view example = "postgres://USER:PASSWORD@HOST:5432/DATABASE";

[[noreturn]] void refuse(const std::string& message, const std::string& advice) {
    Error error(ErrorKind::usage, message);
    error.say_advice(advice);
    throw error;
}

bool is_url(std::string_view text) {
    return text.substr(0, 11) == "postgres://" || text.substr(0, 13) == "postgresql://";
}

// A scheme other than ours, in any case: mysql://, Postgres://, postgresql+psycopg2://.
bool has_foreign_scheme(std::string_view text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos || is_url(text)) {
        return false;
    }
    const auto scheme = text.substr(0, colon);
    return std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

bool is_hexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

void check_percent_encoding(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (at + 2 >= text.size() || !is_hexadecimal(text[at + 1]) ||
            !is_hexadecimal(text[at + 2])) {
            refuse(
                "the database URL has a % that is not followed by two hexadecimal digits",
                "write a % in a user name or password as %25"
            );
        }
    }
}

// Everything between :// and the path must be unambiguous: with a bare / or @ in the password,
// libpq would connect to a piece of it.
void check_url(std::string_view text) {
    check_percent_encoding(text);
    const auto authority_start = text.find("://") + 3;
    const auto first_at = text.find('@', authority_start);
    auto question = text.find('?', authority_start);
    if (first_at != std::string_view::npos && question < first_at) {
        // `?` before `@`: a password with a question mark, or an @ in a parameter.
        const auto slash = text.find('/', authority_start);
        if (slash > question) {
            question = text.find('?', first_at);
        }
    }
    const auto head = text.substr(0, std::min(question, text.size()));
    const auto last_at = head.rfind('@');
    if (last_at == std::string_view::npos || last_at < authority_start) {
        // No userinfo. `user:password` without a host would be read as host:port.
        const auto authority =
            head.substr(authority_start, head.find('/', authority_start) - authority_start);
        const auto colon = authority.rfind(':');
        const auto port =
            colon == std::string_view::npos || authority.find(']', colon) != std::string_view::npos
                ? std::string_view()
                : authority.substr(colon + 1);
        const auto is_port = [](char c) { return (c >= '0' && c <= '9') || c == ','; };
        if (!std::all_of(port.begin(), port.end(), is_port)) {
            refuse(
                "the database URL has a port that is not a number",
                "write a URL as " + std::string(example) +
                    "; in a password / is %2F, @ is %40, : is %3A"
            );
        }
        return;
    }
    const auto userinfo = head.substr(authority_start, last_at - authority_start);
    for (const auto& [character, escape] :
         std::array<std::pair<char, const char*>, 2>{{{'/', "%2F"}, {'@', "%40"}}}) {
        if (userinfo.find(character) != std::string_view::npos) {
            refuse(
                std::string("the user name or password in the database URL contains a ") +
                    character,
                std::string("write ") + character + " as " + escape
            );
        }
    }
    const auto host = head.substr(last_at + 1, head.find('/', last_at) - last_at - 1);
    if (std::count(host.begin(), host.end(), '[') != std::count(host.begin(), host.end(), ']')) {
        refuse(
            "the database URL has an IPv6 address that is not closed with ]",
            "write the address as [::1]"
        );
    }
}

// libpq's words up to the first quotation mark name the trouble; what is quoted may be a secret.
std::string reason_without_values(const char* message) {
    std::string_view words = message == nullptr ? "" : message;
    words = words.substr(0, words.find('"'));
    words = words.substr(0, words.find(':'));
    words = words.substr(0, words.find('\n'));
    while (!words.empty() && words.back() == ' ') {
        words.remove_suffix(1);
    }
    return std::string(words);
}

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

} // namespace

Conninfo::Conninfo(const std::string& text) {
    if (text.find('\0') != std::string::npos) {
        refuse("the database URL contains a NUL byte", "check the variable it comes from");
    }
    if (has_foreign_scheme(text)) {
        refuse(
            "the database URL does not begin with postgres:// or postgresql://",
            "write it as " + std::string(example)
        );
    }
    if (is_url(text)) {
        check_url(text);
    }
    char* message = nullptr;
    const Options parsed(PQconninfoParse(text.c_str(), &message), &PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> owned_message(message, &PQfreemem);
    if (!parsed) {
        refuse(
            "the database URL cannot be read: " + reason_without_values(message),
            "write it as " + std::string(example) + " or host=… user=… dbname=…"
        );
    }
    for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr && *option->val != '\0') {
            keywords_.emplace_back(option->keyword, option->val);
        }
    }
    const auto port = value("port");
    const auto is_port = [](char c) { return (c >= '0' && c <= '9') || c == ','; };
    if (!std::all_of(port.begin(), port.end(), is_port)) {
        refuse("the port of the database is not a number", "write it as " + std::string(example));
    }
}

std::string Conninfo::value(std::string_view keyword) const {
    for (const auto& [name, text] : keywords_) {
        if (name == keyword) {
            return text;
        }
    }
    const Options defaults(PQconndefaults(), &PQconninfoFree);
    for (const auto* option = defaults.get(); option != nullptr && option->keyword != nullptr;
         ++option) {
        if (keyword == option->keyword && option->val != nullptr) {
            return option->val;
        }
    }
    return {};
}

std::string Conninfo::text_without_secrets() const {
    const Options known(PQconndefaults(), &PQconninfoFree);
    const auto is_secret = [&](const std::string& keyword) {
        for (const auto* option = known.get(); option->keyword != nullptr; ++option) {
            if (keyword == option->keyword) {
                return option->dispchar[0] == '*';
            }
        }
        return true;
    };
    std::string text;
    for (const auto& [keyword, value] : keywords_) {
        if (known == nullptr || is_secret(keyword)) {
            continue;
        }
        text += (text.empty() ? "" : " ") + keyword + "='";
        for (const char c : value) {
            text += c == '\'' || c == '\\' ? "\\" : "";
            text += c;
        }
        text += '\'';
    }
    return text;
}

int Conninfo::hosts() const {
    const auto hosts = value(value("hostaddr").empty() ? "host" : "hostaddr");
    return 1 + static_cast<int>(std::count(hosts.begin(), hosts.end(), ','));
}

void Conninfo::set(std::string_view keyword, std::string value) {
    for (auto& [name, text] : keywords_) {
        if (name == keyword) {
            text = std::move(value);
            return;
        }
    }
    keywords_.emplace_back(keyword, std::move(value));
}

void Conninfo::set_default(std::string_view keyword, std::string value) {
    const bool said = std::any_of(keywords_.begin(), keywords_.end(), [&](const auto& entry) {
        return entry.first == keyword;
    });
    if (!said) {
        keywords_.emplace_back(keyword, std::move(value));
    }
}

} // namespace runner::pg
