// The table, and the meaning of the values.
#include "parse/directive_table.hpp"

#include "parse/edit_distance.hpp"
#include "parse/grammar.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace runner {
namespace {

using std::chrono::milliseconds;
using Fault = std::optional<ValueFault>;

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

// The server keeps its timeouts in an int of milliseconds, and counts rows no further either.
constexpr std::int64_t most = 2147483647;

/// Empty when the number is above `most`.
std::optional<std::int64_t> number(std::string_view digits) {
    std::int64_t result = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    return read.ec == std::errc() && result <= most ? std::optional(result) : std::nullopt;
}

template <std::string Header::*Member>
Fault set_text(std::string_view value, Header& header, StatementDirectives&) {
    header.*Member = value;
    return std::nullopt;
}

Fault set_irreversible(std::string_view value, Header& header, StatementDirectives&) {
    header.irreversible = value;
    return std::nullopt;
}

Fault set_transaction(std::string_view value, Header& header, StatementDirectives&) {
    header.transaction =
        value == "none" ? Header::Transaction::none : Header::Transaction::automatic;
    return value == "none" || value == "auto" ? Fault() : ValueFault();
}

Fault set_always(std::string_view value, Header& header, StatementDirectives&) {
    header.always = value == "true";
    return header.always ? Fault() : ValueFault();
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

Fault read_duration(std::string_view value, std::optional<milliseconds>& duration) {
    DurationParts parts;
    Input input(value.data(), value.data() + value.size(), "");
    if (!tao::pegtl::parse<grammar::duration, DurationAction>(input, parts)) {
        return ValueFault();
    }
    const std::int64_t unit = parts.unit == "ms"  ? 1
                              : parts.unit == "s" ? 1000
                              : parts.unit == "m" ? 60000
                                                  : 3600000;
    const auto amount = number(parts.amount);
    if (!amount || *amount > most / unit) {
        return ValueFault{
            fmt::format("takes at most {0}{1}: write {0}{1} or less", most / unit, parts.unit)};
    }
    duration = milliseconds(*amount * unit);
    return std::nullopt;
}

template <std::optional<milliseconds> Header::*Member>
Fault set_duration(std::string_view value, Header& header, StatementDirectives&) {
    return read_duration(value, header.*Member);
}

Fault set_pause(std::string_view value, Header&, StatementDirectives& statement) {
    return read_duration(value, statement.pause);
}

Fault set_max_lag(std::string_view value, Header&, StatementDirectives& statement) {
    return read_duration(value, statement.max_lag);
}

bool is_whole_number(std::string_view value) {
    Input input(value.data(), value.data() + value.size(), "");
    return tao::pegtl::parse<grammar::whole_number>(input);
}

Fault set_compatible_from(std::string_view value, Header& header, StatementDirectives&) {
    header.compatible_from = is_whole_number(value) ? Version::from(value) : std::nullopt;
    return header.compatible_from ? Fault() : ValueFault();
}

Fault set_batch(std::string_view value, Header&, StatementDirectives& statement) {
    const auto rows = is_whole_number(value) ? number(value) : std::nullopt;
    if (!rows || *rows == 0) {
        return ValueFault();
    }
    statement.batch = static_cast<std::uint64_t>(*rows);
    return std::nullopt;
}

template <typename Matched>
struct ListAction : tao::pegtl::nothing<Matched> {};

template <typename Character>
struct ListAction<grammar::list_name<Character>> {
    template <typename In>
    static void apply(const In& in, std::vector<std::string_view>& names) {
        names.emplace_back(in.begin(), in.size());
    }
};

/// 7 and 007 are one version.
bool is_same_version(std::string_view one, std::string_view other) {
    const auto version = Version::from(one);
    return version && version == Version::from(other);
}

template <typename Shape>
Fault read_names(std::string_view value, std::vector<std::string_view>& names) {
    Input input(value.data(), value.data() + value.size(), "");
    try {
        tao::pegtl::parse<Shape, ListAction>(input, names);
    } catch (const tao::pegtl::parse_error& failure) {
        return ValueFault{{}, failure.positions().front().byte};
    }
    for (auto name = names.begin(); name != names.end(); ++name) {
        const auto earlier = std::find_if(names.begin(), name, [&](std::string_view each) {
            return each == *name || is_same_version(each, *name);
        });
        if (earlier != name) {
            return ValueFault{
                fmt::format("names {} twice: remove one", *name),
                static_cast<std::size_t>(name->data() - value.data())};
        }
    }
    return std::nullopt;
}

template <typename Shape>
Fault read_list(std::string_view value, std::vector<std::string>& result) {
    std::vector<std::string_view> names;
    auto fault = read_names<Shape>(value, names);
    result.assign(names.begin(), names.end());
    return fault;
}

Fault set_environments(std::string_view value, Header& header, StatementDirectives&) {
    return read_list<grammar::environment_list>(value, header.environments);
}

/// As in SQL, without `$`: `:a$b` is not to be taken for `:a`.
Fault set_variables(std::string_view value, Header& header, StatementDirectives&) {
    if (auto fault = read_list<grammar::variable_list>(value, header.variables)) {
        return fault;
    }
    for (const auto& name : header.variables) {
        const auto at = value.find(name);
        if (name.front() >= '0' && name.front() <= '9') {
            return ValueFault{fmt::format("names {}, which begins with a digit", name), at};
        }
        if (name == "batch") {
            return ValueFault{"names batch, which is the number of rows of a @batch", at};
        }
    }
    return std::nullopt;
}

Fault set_allow(std::string_view value, Header&, StatementDirectives& statement) {
    return read_list<grammar::name_list>(value, statement.allow);
}

/// The offsets are those in the value.
Fault set_depends(std::string_view value, Header& header, StatementDirectives&) {
    std::vector<std::string_view> names;
    auto fault = read_names<grammar::file_list>(value, names);
    for (const auto name : names) {
        header.depends.push_back(
            {std::string(name), static_cast<std::size_t>(name.data() - value.data())}
        );
    }
    return fault;
}

std::vector<std::string_view> words_of(std::string_view value) {
    std::vector<std::string_view> words;
    while (!value.empty()) {
        const auto end = std::min(value.find(' '), value.size());
        words.push_back(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return words;
}

/// "007_add_users CHECKSUM FINGERPRINT", and "through 100_baseline" behind it.
Fault set_replaces(std::string_view value, Header& header, StatementDirectives&) {
    constexpr std::size_t direct = 3;
    constexpr std::size_t indirect = 5;
    const auto words = words_of(value);
    if (words.size() != direct && (words.size() != indirect || words[direct] != "through")) {
        return ValueFault();
    }
    const auto end_of_digits = std::min(words[0].find('_'), words[0].size());
    const auto version = Version::from(words[0].substr(0, end_of_digits));
    const auto checksum = Checksum::from(words[1]);
    const auto fingerprint = Checksum::from(words[2]);
    if (!version || end_of_digits == words[0].size() || !checksum || !fingerprint) {
        return ValueFault();
    }
    header.replaces.push_back(
        {.version = *version,
         .digits = std::string(words[0].substr(0, end_of_digits)),
         .name = std::string(words[0].substr(end_of_digits + 1)),
         .checksum = *checksum,
         .fingerprint = *fingerprint,
         .through = words.size() == indirect ? std::string(words.back()) : std::string()}
    );
    return std::nullopt;
}

constexpr std::string_view some_text = "text";
constexpr std::string_view a_duration = "a duration such as 500ms, 5s, 2m, 1h or 0";
constexpr unsigned anywhere = place::everywhere | place::above_statement;

constexpr std::array<DirectiveRule, 17> directive_rules = {{
    {"allow", anywhere, "names of lint rules, separated by commas", set_allow},
    {"always", place::seed, "true", set_always},
    {"author", place::everywhere, some_text, set_text<&Header::author>},
    {"batch", anywhere, "a whole number of rows from 1 to 2147483647", set_batch},
    {"compatible-from", place::up, "a version", set_compatible_from},
    {"depends",
     place::up | place::repeatable,
     "versions or names, separated by commas",
     set_depends},
    {"description", place::everywhere, some_text, set_text<&Header::description>},
    {"env",
     place::up | place::seed | place::repeatable,
     "names of letters, digits, _ and -, separated by commas",
     set_environments},
    {"irreversible", place::up, "the reason", set_irreversible},
    {"lock-timeout", place::everywhere, a_duration, set_duration<&Header::lock_timeout>},
    {"max-lag", anywhere, a_duration, set_max_lag},
    {"pause", anywhere, a_duration, set_pause},
    {"replaces",
     place::up,
     "a migration and its two checksums, as runner squash writes them",
     set_replaces,
     true},
    {"statement-timeout", place::everywhere, a_duration, set_duration<&Header::statement_timeout>},
    {"ticket", place::everywhere, some_text, set_text<&Header::ticket>},
    {"transaction", place::migration | place::seed, "auto or none", set_transaction},
    {"vars",
     place::everywhere,
     "names of letters, digits and _, separated by commas",
     set_variables},
}};

/// `desc` for `description`, `timeout` for `lock-timeout`, `environments` for `env`.
bool is_part_of_other(std::string_view key, std::string_view other) {
    constexpr std::size_t telling = 3;
    const auto found = other.find(key);
    return key.size() >= telling &&
           (found == 0 || (found != std::string_view::npos && other[found - 1] == '-'));
}

} // namespace

const DirectiveRule* find_directive_rule(std::string_view key) {
    const auto* found = std::find_if(
        directive_rules.begin(),
        directive_rules.end(),
        [&](const DirectiveRule& rule) { return rule.key == key; }
    );
    return found != directive_rules.end() ? found : nullptr;
}

const DirectiveRule* nearest_directive_rule(std::string_view key) {
    const auto nearer = [&](const DirectiveRule& one, const DirectiveRule& other) {
        return edit_distance(key, one.key) < edit_distance(key, other.key);
    };
    const auto* nearest = std::min_element(directive_rules.begin(), directive_rules.end(), nearer);
    // One mistake in three letters; what differs in more is another word.
    if (edit_distance(key, nearest->key) <= std::max<std::size_t>(1, key.size() / 3)) {
        return nearest;
    }
    const auto* related = std::find_if(
        directive_rules.begin(),
        directive_rules.end(),
        [&](const DirectiveRule& rule) {
            return is_part_of_other(key, rule.key) || is_part_of_other(rule.key, key);
        }
    );
    return related != directive_rules.end() ? related : nullptr;
}

} // namespace runner
