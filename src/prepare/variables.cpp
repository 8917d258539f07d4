// Only files that are going to run need their values: one that was applied long ago must not keep
// a container from starting because nobody sets its variable any more.
#include "prepare/variables.hpp"

#include "parse/edit_distance.hpp"
#include "parse/header.hpp"
#include "parse/script_statements.hpp"
#include "parse/statement_text.hpp"
#include "parse/token_reader.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace runner {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;
using Form = VariablePlace::Form;

/// What was set and is nearly the name that was not: a typo on either side.
std::string nearly(const Values& values, std::string_view name) {
    for (const auto& [other, value] : values) {
        if (edit_distance(name, other) <= std::max<std::size_t>(1, name.size() / 3)) {
            return fmt::format("; {} has one", other);
        }
    }
    return {};
}

/// The value ends where it ends: nothing of it takes what stands behind it into a comment or a
/// literal, and none of it ends the statement.
bool is_whole(const std::string& value) {
    constexpr std::string_view end = "runner_value_ends_here";
    const std::string text = value + " " + std::string(end);
    Lexer lexer(Text(text), {});
    int depth = 0;
    try {
        for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
            if (token.is(';') || token.kind == TokenKind::psql_command || depth < 0) {
                return false;
            }
            if (token.kind == TokenKind::word && token.text == end) {
                return depth == 0 && token.end() == text.size();
            }
        }
    } catch (const Error&) {
        return false; // what it opens it does not close
    }
    return false;
}

std::optional<std::string> fault_of(const std::string& value, Form form, std::string_view name) {
    if (form == Form::name && value.empty()) {
        return fmt::format("the value of {} is empty, and a name cannot be", name);
    }
    if (form == Form::verbatim && !is_whole(value)) {
        return fmt::format(
            "the value of {0} cannot stand in a statement as it is: it has a semicolon, or opens "
            "what it does not close; write :'{0}' for a literal, :\"{0}\" for a name",
            name
        );
    }
    return std::nullopt;
}

class Giver {
public:
    explicit Giver(const Values& values) : values_(values) {}

    void give(Script& script) {
        const auto before = complaints_.size();
        script.variables.clear();
        for (const auto& name : script.header.variables) {
            const auto found = values_.find(name);
            if (found == values_.end()) {
                complain(
                    script,
                    place_in_header(script, "vars", name),
                    fmt::format("variable {} has no value{}", name, nearly(values_, name))
                );
                if (unset_.empty()) {
                    unset_ = name;
                }
                continue;
            }
            if (found->second.find('\0') != std::string::npos) {
                complain(
                    script,
                    place_in_header(script, "vars", name),
                    fmt::format(
                        "the value of {} has a NUL byte, which PostgreSQL cannot take", name
                    )
                );
                continue;
            }
            script.variables.push_back({name, found->second});
        }
        if (complaints_.size() == before) {
            check(script);
        }
    }

    void finish() const {
        if (complaints_.empty()) {
            return;
        }
        Error error(ErrorKind::usage, complaints_);
        error.say_state("nothing was done");
        if (!unset_.empty()) {
            error.say_advice(fmt::format(
                "give it one: --var {0}=VALUE, or RUNNER_VAR_{0} in the environment, or {0} = "
                "\"VALUE\" below [vars] in runner.toml",
                unset_
            ));
        }
        throw error;
    }

private:
    void complain(const Script& script, std::size_t at, std::string message) {
        complaints_.push_back({std::move(message), script.locate(at)});
    }

    void check(const Script& script) {
        RunnableStatements statements(script);
        while (const auto statement = statements.next()) {
            for (const auto& [form, place, name] : variable_places(script, statement->span)) {
                if (const auto fault = fault_of(values_.find(name)->second, form, name)) {
                    complain(script, place.offset, *fault);
                }
            }
        }
    }

    const Values& values_;
    std::vector<Complaint> complaints_;
    std::string unset_; // the first name without a value
};

} // namespace

void give_values(Plan& plan, const Values& values) {
    Giver giver(values);
    for (auto& step : plan.steps) {
        if (!step.script.header.variables.empty()) {
            giver.give(step.script);
        }
        if (step.verify && !step.verify->header.variables.empty()) {
            giver.give(*step.verify);
        }
    }
    giver.finish();
}

} // namespace runner
