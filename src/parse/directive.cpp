// How a directive is written, and what to say when it is not.
#include "parse/directive.hpp"

#include "parse/directive_table.hpp"
#include "parse/edit_distance.hpp"
#include "parse/grammar.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace runner {
namespace {

/// Cut between characters.
std::string_view shown_key(std::string_view key) {
    return key.substr(0, byte_of_character(key, 0, longest_compared));
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    return result;
}

unsigned place_of(ScriptKind kind) {
    switch (kind) {
    case ScriptKind::up:
        return place::up;
    case ScriptKind::down:
        return place::down;
    case ScriptKind::repeatable:
        return place::repeatable;
    case ScriptKind::verify:
        return place::verify;
    case ScriptKind::seed:
        break;
    }
    return place::seed;
}

/// "up files, repeatables and seeds"
std::string name_of(unsigned allowed) {
    constexpr std::array kinds = {
        std::pair{place::migration, "migrations"},
        std::pair{place::up, "up files"},
        std::pair{place::repeatable, "repeatables"},
        std::pair{place::seed, "seeds"}};
    std::vector<std::string_view> names;
    for (const auto& [places, name] : kinds) {
        if ((allowed & places) == places) {
            names.emplace_back(name);
            allowed &= ~places;
        }
    }
    const auto last = names.back();
    names.pop_back();
    return names.empty() ? std::string(last)
                         : fmt::format("{} and {}", fmt::join(names, ", "), last);
}

/// What is wrong with the way a directive is written, whatever its place.
std::optional<DirectiveFault> misspelled(const Directive& directive, const DirectiveRule* rule) {
    const auto fault = [&](std::string message) {
        return DirectiveFault{std::move(message), directive.key_offset};
    };
    if (rule == nullptr) {
        const auto key = shown_key(directive.key);
        const auto folded = lower_case(key);
        if (find_directive_rule(folded) != nullptr) {
            return fault(fmt::format("directives are written in lower case: @{}", folded));
        }
        if (const auto* nearest = nearest_directive_rule(folded)) {
            return fault(
                fmt::format("unknown directive @{}; the nearest one is @{}", key, nearest->key)
            );
        }
        return fault(
            fmt::format("unknown directive @{}: if it is meant for readers, leave out the @", key)
        );
    }
    if (directive.gap) {
        return fault(fmt::format("no blank belongs behind the @: write `-- @{}: …`", rule->key));
    }
    if (directive.colon == Directive::Colon::wide) {
        return fault(
            fmt::format("the colon is a fullwidth one: write `-- @{}: …`, as in ASCII", rule->key)
        );
    }
    if (directive.colon == Directive::Colon::none) {
        return fault(fmt::format("a colon is missing: write `-- @{}: …`", rule->key));
    }
    if (directive.value.empty()) {
        return fault(fmt::format("@{} has no value; expected {}", rule->key, rule->expected));
    }
    return std::nullopt;
}

DirectiveFault misplaced(const Directive& directive, const DirectiveRule& rule) {
    return {
        fmt::format("@{} belongs at the top of the file, before the first statement", rule.key),
        directive.key_offset};
}

/// Moves the value to where it belongs.
std::optional<DirectiveFault> set_value(
    const Directive& directive,
    const DirectiveRule& rule,
    Header& header,
    StatementDirectives& statement
) {
    const auto known = header.depends.size();
    const auto fault = rule.set(directive.value, header, statement);
    for (auto at = known; at < header.depends.size(); ++at) {
        header.depends[at].offset += directive.value_offset;
    }
    if (!fault) {
        return std::nullopt;
    }
    return DirectiveFault{
        fault->message.empty()
            ? fmt::format("@{} does not take this value; expected {}", rule.key, rule.expected)
            : fmt::format("@{} {}", rule.key, fault->message),
        directive.value_offset + fault->offset};
}

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

template <typename Matched>
struct DirectiveAction : tao::pegtl::nothing<Matched> {};

struct DirectiveParts {
    std::string_view key;
    std::string_view value;
    Directive::Colon colon = Directive::Colon::none;
};

struct SetKey {
    template <typename In>
    static void apply(const In& in, DirectiveParts& parts) {
        parts.key = std::string_view(in.begin(), in.size());
    }
};

template <>
struct DirectiveAction<grammar::odd_key> : SetKey {};

template <>
struct DirectiveAction<grammar::plain_key> : SetKey {};

template <>
struct DirectiveAction<grammar::directive_colon> {
    template <typename In>
    static void apply(const In& in, DirectiveParts& parts) {
        parts.colon =
            in.begin()[in.size() - 1] == ':' ? Directive::Colon::plain : Directive::Colon::wide;
    }
};

template <>
struct DirectiveAction<grammar::directive_value> {
    template <typename In>
    static void apply(const In& in, DirectiveParts& parts) {
        constexpr std::string_view blanks = " \t\f\v";
        const std::string_view value(in.begin(), in.size());
        const auto begin = std::min(value.find_first_not_of(blanks), value.size());
        parts.value = value.substr(begin, value.find_last_not_of(blanks) + 1 - begin);
    }
};

} // namespace

std::optional<Directive> read_directive(std::string_view comment, std::size_t offset) {
    DirectiveParts parts;
    Input input(comment.data(), comment.data() + comment.size(), "");
    if (!tao::pegtl::parse<grammar::directive, DirectiveAction>(input, parts)) {
        return std::nullopt;
    }
    const auto at = comment.find('@');
    const auto key = static_cast<std::size_t>(parts.key.data() - comment.data());
    const bool gap = key > at + 1;
    const bool has_colon = parts.colon != Directive::Colon::none;
    const bool known = find_directive_rule(lower_case(shown_key(parts.key))) != nullptr;
    if (gap ? !known || !has_colon : !known && !has_colon) {
        return std::nullopt;
    }
    const auto value = static_cast<std::size_t>(parts.value.data() - comment.data());
    return Directive{parts.key, parts.value, parts.colon, gap, offset + at, offset + value};
}

std::vector<Complaint> complaints_of(
    const Text& text, const std::filesystem::path& path, const std::vector<DirectiveFault>& faults
) {
    std::vector<Complaint> complaints;
    complaints.reserve(faults.size());
    for (const auto& [message, offset] : faults) {
        complaints.push_back({message, Location{path, text.position(offset), text.line(offset)}});
    }
    return complaints;
}

std::optional<DirectiveFault> DirectiveKeys::add(const Directive& directive) {
    const auto earlier = find(directive.key);
    const auto* rule = find_directive_rule(directive.key);
    if (!earlier || (rule != nullptr && rule->repeats)) {
        seen_.push_back({directive.key, directive.key_offset});
        return std::nullopt;
    }
    return DirectiveFault{
        fmt::format(
            "@{} stands here a second time; the first is in line {}",
            shown_key(directive.key),
            text_.position(*earlier).line
        ),
        directive.key_offset};
}

std::optional<std::size_t> DirectiveKeys::find(std::string_view key) const {
    const auto seen =
        std::find_if(seen_.begin(), seen_.end(), [&](const Seen& each) { return each.key == key; });
    return seen != seen_.end() ? std::optional(seen->offset) : std::nullopt;
}

std::optional<DirectiveFault>
apply_directive(const Directive& directive, ScriptKind kind, Header& header) {
    const auto* rule = find_directive_rule(directive.key);
    if (auto fault = misspelled(directive, rule)) {
        return fault;
    }
    const auto here = place_of(kind);
    if ((rule->allowed & here) == 0) {
        return DirectiveFault{
            fmt::format("@{} only means something in {}", rule->key, name_of(rule->allowed)),
            directive.key_offset};
    }
    StatementDirectives of_first_statement;
    return set_value(directive, *rule, header, of_first_statement);
}

std::optional<DirectiveFault>
apply_directive(const Directive& directive, StatementDirectives& statement) {
    const auto* rule = find_directive_rule(directive.key);
    if (auto fault = misspelled(directive, rule)) {
        return fault;
    }
    if ((rule->allowed & place::above_statement) == 0) {
        return misplaced(directive, *rule);
    }
    Header untouched;
    return set_value(directive, *rule, untouched, statement);
}

DirectiveFault misplaced_directive(const Directive& directive, std::string_view place) {
    const auto* rule = find_directive_rule(directive.key);
    if (auto fault = misspelled(directive, rule)) {
        return *fault;
    }
    if ((rule->allowed & place::above_statement) == 0) {
        return misplaced(directive, *rule);
    }
    return {fmt::format("@{} belongs {}", rule->key, place), directive.key_offset};
}

} // namespace runner
