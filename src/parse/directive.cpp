// How a directive is written, and what to say when it is not.
#include "parse/directive.hpp"

#include "parse/directive_table.hpp"
#include "parse/edit_distance.hpp"
#include "parse/grammar.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {
namespace {

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
    case ScriptKind::seed:
        break;
    }
    return place::seed;
}

std::string_view name_of(unsigned allowed) {
    switch (allowed & place::everywhere) {
    case place::up:
        return "up files";
    case place::seed:
        return "seeds";
    case place::migration:
        return "migrations";
    default:
        return "files of another kind";
    }
}

/// What is wrong with the way a directive is written, whatever its place.
std::optional<DirectiveFault> misspelled(const Directive& directive, const DirectiveRule* rule) {
    if (rule == nullptr) {
        const auto key = lower_case(directive.key.substr(0, longest_compared));
        if (find_directive_rule(key) != nullptr) {
            return DirectiveFault{
                fmt::format("directives are written in lower case: @{}", key),
                directive.key_offset};
        }
        return DirectiveFault{
            fmt::format(
                "unknown directive @{}; the nearest one is @{}",
                directive.key.substr(0, longest_compared),
                nearest_directive_rule(directive.key).key
            ),
            directive.key_offset};
    }
    if (!directive.has_colon) {
        return DirectiveFault{
            fmt::format("a colon is missing: write `-- @{}: …`", rule->key), directive.key_offset};
    }
    if (directive.value.empty()) {
        return DirectiveFault{
            fmt::format("@{} has no value; expected {}", rule->key, rule->expected),
            directive.key_offset};
    }
    return std::nullopt;
}

DirectiveFault bad_value(const Directive& directive, const DirectiveRule& rule) {
    return {
        fmt::format("@{} does not take this value; expected {}", rule.key, rule.expected),
        directive.value_offset};
}

DirectiveFault no_effect(const Directive& directive, const DirectiveRule& rule) {
    return {
        fmt::format("@{} has no effect in this version of runner yet: remove it", rule.key),
        directive.key_offset};
}

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

template <typename Matched>
struct DirectiveAction : tao::pegtl::nothing<Matched> {};

struct DirectiveParts {
    std::string_view key;
    std::string_view value;
    bool has_colon = false;
};

template <>
struct DirectiveAction<grammar::directive_key> {
    template <typename In>
    static void apply(const In& in, DirectiveParts& parts) {
        parts.key = std::string_view(in.begin(), in.size());
    }
};

template <>
struct DirectiveAction<grammar::directive_colon> {
    static void apply0(DirectiveParts& parts) { parts.has_colon = true; }
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
    const auto known =
        find_directive_rule(lower_case(parts.key.substr(0, longest_compared))) != nullptr;
    if (!parts.has_colon && !known) {
        return std::nullopt;
    }
    const auto offset_of = [&](std::string_view part) {
        return offset + static_cast<std::size_t>(part.data() - comment.data());
    };
    return Directive{
        parts.key, parts.value, parts.has_colon, offset_of(parts.key) - 1, offset_of(parts.value)};
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
    if (!rule->set(directive.value, header)) {
        return bad_value(directive, *rule);
    }
    if ((rule->inactive & here) != 0) {
        return no_effect(directive, *rule);
    }
    return std::nullopt;
}

DirectiveFault misplaced_directive(const Directive& directive) {
    const auto* rule = find_directive_rule(directive.key);
    if (auto fault = misspelled(directive, rule)) {
        return *fault;
    }
    if ((rule->allowed & place::above_statement) == 0) {
        return {
            fmt::format(
                "@{} belongs at the top of the file, before the first statement", rule->key
            ),
            directive.key_offset};
    }
    Header ignored;
    return rule->set(directive.value, ignored) ? no_effect(directive, *rule)
                                               : bad_value(directive, *rule);
}

} // namespace runner
