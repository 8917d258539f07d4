// The table, and the meaning of the values.
#include "parse/directive_table.hpp"

#include "parse/edit_distance.hpp"
#include "parse/grammar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

namespace runner {
namespace {

using std::chrono::milliseconds;

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

template <typename Shape>
bool matches(std::string_view value) {
    Input input(value.data(), value.data() + value.size(), "");
    return tao::pegtl::parse<Shape>(input);
}

template <typename Shape>
bool has_shape(std::string_view value, Header&) {
    return matches<Shape>(value);
}

template <std::string Header::*Member>
bool set_text(std::string_view value, Header& header) {
    header.*Member = value;
    return true;
}

bool set_irreversible(std::string_view value, Header& header) {
    header.irreversible = value;
    return true;
}

template <typename Matched>
struct DurationAction : tao::pegtl::nothing<Matched> {};

struct DurationParts {
    std::string_view amount = "0";
    std::string_view unit = "ms";
};

template <>
struct DurationAction<grammar::duration_amount> {
    template <typename In>
    static void apply(const In& in, DurationParts& parts) {
        parts.amount = std::string_view(in.begin(), in.size());
    }
};

template <>
struct DurationAction<grammar::duration_unit> {
    template <typename In>
    static void apply(const In& in, DurationParts& parts) {
        parts.unit = std::string_view(in.begin(), in.size());
    }
};

std::optional<milliseconds> duration(std::string_view value) {
    // The server keeps its timeouts in an int of milliseconds.
    constexpr std::int64_t most = 2147483647;
    DurationParts parts;
    Input input(value.data(), value.data() + value.size(), "");
    if (!tao::pegtl::parse<grammar::duration, DurationAction>(input, parts)) {
        return std::nullopt;
    }
    const std::int64_t unit = parts.unit == "ms"  ? 1
                              : parts.unit == "s" ? 1000
                              : parts.unit == "m" ? 60000
                                                  : 3600000;
    std::int64_t amount = 0;
    const auto* end = parts.amount.data() + parts.amount.size();
    const auto read = std::from_chars(parts.amount.data(), end, amount);
    if (read.ec != std::errc() || amount > most / unit) {
        return std::nullopt;
    }
    return milliseconds(amount * unit);
}

template <std::optional<milliseconds> Header::*Member>
bool set_duration(std::string_view value, Header& header) {
    const auto read = duration(value);
    if (read) {
        header.*Member = read;
    }
    return read.has_value();
}

bool is_duration(std::string_view value, Header&) {
    return duration(value).has_value();
}

bool set_transaction(std::string_view value, Header& header) {
    header.transaction =
        value == "none" ? Header::Transaction::none : Header::Transaction::automatic;
    return value == "none" || value == "auto";
}

bool set_always(std::string_view value, Header& header) {
    header.always = value == "true";
    return header.always;
}

bool set_environments(std::string_view value, Header& header) {
    if (!matches<grammar::environment_list>(value)) {
        return false;
    }
    while (!value.empty()) {
        const auto comma = std::min(value.find(','), value.size());
        auto name = value.substr(0, comma);
        name.remove_prefix(name.find_first_not_of(" \t"));
        name = name.substr(0, name.find_first_of(" \t"));
        header.environments.emplace_back(name);
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return true;
}

constexpr std::string_view some_text = "text";
constexpr std::string_view a_duration = "a duration such as 500ms, 5s, 2m, 1h or 0";

constexpr std::array<DirectiveRule, 14> rules = {{
    {"allow",
     place::everywhere | place::above_statement,
     place::everywhere,
     "names of lint rules, separated by commas",
     has_shape<grammar::name_list>},
    {"always", place::seed, 0, "true", set_always},
    {"author", place::everywhere, 0, some_text, set_text<&Header::author>},
    {"batch",
     place::migration | place::above_statement,
     place::migration,
     "a number of rows",
     has_shape<grammar::whole_number>},
    {"compatible-from", place::up, place::up, "a version", has_shape<grammar::whole_number>},
    {"depends",
     place::migration,
     place::migration,
     "versions or names, separated by commas",
     has_shape<grammar::name_list>},
    {"description", place::everywhere, 0, some_text, set_text<&Header::description>},
    {"env",
     place::everywhere,
     place::migration,
     "names of letters, digits, _ and -, separated by commas",
     set_environments},
    {"irreversible", place::up, 0, "the reason", set_irreversible},
    {"lock-timeout", place::everywhere, 0, a_duration, set_duration<&Header::lock_timeout>},
    {"pause", place::migration | place::above_statement, place::migration, a_duration, is_duration},
    {"statement-timeout",
     place::everywhere,
     0,
     a_duration,
     set_duration<&Header::statement_timeout>},
    {"ticket", place::everywhere, 0, some_text, set_text<&Header::ticket>},
    {"transaction", place::everywhere, 0, "auto or none", set_transaction},
}};

} // namespace

const DirectiveRule* find_directive_rule(std::string_view key) {
    const auto* found = std::find_if(rules.begin(), rules.end(), [&](const DirectiveRule& rule) {
        return rule.key == key;
    });
    return found != rules.end() ? found : nullptr;
}

const DirectiveRule& nearest_directive_rule(std::string_view key) {
    const auto nearer = [&](const DirectiveRule& one, const DirectiveRule& other) {
        return edit_distance(key, one.key) < edit_distance(key, other.key);
    };
    return *std::min_element(rules.begin(), rules.end(), nearer);
}

} // namespace runner
