#include "parse/statement_text.hpp"

#include <runner/error.hpp>

#include <algorithm>

namespace runner {
namespace {

using Form = VariablePlace::Form;

std::string doubled(std::string_view value, char quote) {
    std::string result;
    for (const char byte : value) {
        result += byte;
        if (byte == quote) {
            result += byte;
        }
    }
    return result;
}

const std::string& value_of(const Script& script, std::string_view name) {
    const auto found =
        std::find_if(script.variables.begin(), script.variables.end(), [&](const Variable& each) {
            return each.name == name;
        });
    if (found == script.variables.end()) {
        // Whoever makes a plan gives them all; a statement with the bare name must not go out.
        throw Error(
            ErrorKind::usage,
            "variable " + std::string(name) + " was given no value",
            Location{script.path, {0, 0}, {}}
        );
    }
    return found->value;
}

std::string as_sql(const std::string& value, Form form) {
    switch (form) {
    case Form::verbatim:
        break;
    case Form::literal:
        return quoted_literal(value);
    case Form::name:
        return quoted_name(value);
    }
    return value;
}

bool declares(const Header& header, std::string_view name) {
    const auto& names = header.variables;
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::vector<VariablePlace> variable_places(const Script& script, Span span) {
    if (script.header.variables.empty()) {
        return {};
    }
    Lexer lexer(script.text, script.path);
    return variable_places(lexer, span, [&](std::string_view name) {
        return declares(script.header, name);
    });
}

// A backslash means the same in E'…' whatever standard_conforming_strings says. The blank keeps the
// E from what stands in front of it.
std::string quoted_literal(std::string_view value) {
    if (value.find('\\') == std::string_view::npos) {
        return "'" + doubled(value, '\'') + "'";
    }
    return " E'" + doubled(doubled(value, '\''), '\\') + "'";
}

std::string quoted_name(std::string_view value) {
    return '"' + doubled(value, '"') + '"';
}

StatementText::StatementText(const Script& script, Span span, std::optional<std::uint64_t> batch)
    : begin_(span.offset), sql_(script.text.view().substr(span.offset, span.length)) {
    if (!batch && script.header.variables.empty()) {
        return;
    }
    Lexer lexer(script.text, script.path);
    const auto places = variable_places(lexer, span, [&](std::string_view name) {
        return (batch && name == batch_variable) || declares(script.header, name);
    });
    const auto text = script.text.view();
    auto from = span.offset;
    for (const auto& [form, place, name] : places) {
        const bool is_batch = batch && name == batch_variable;
        if (is_batch && form != Form::verbatim) {
            continue;
        }
        copy_ += text.substr(from, place.offset - from);
        Filled filled{copy_.size(), 0, place};
        copy_ += is_batch ? std::to_string(*batch) : as_sql(value_of(script, name), form);
        filled.end = copy_.size();
        filled_.push_back(filled);
        from = place.offset + place.length;
    }
    if (!filled_.empty()) {
        copy_ += text.substr(from, span.offset + span.length - from);
        sql_ = copy_;
    }
}

std::size_t StatementText::byte_of_script(std::size_t at) const noexcept {
    auto sent = std::size_t{0};
    auto written = begin_;
    for (const auto& [begin, end, place] : filled_) {
        if (at < begin) {
            break;
        }
        if (at < end) {
            return place.offset;
        }
        sent = end;
        written = place.offset + place.length;
    }
    return written + (at - sent);
}

std::string with_values(const Script& script, std::string_view sql) {
    if (script.header.variables.empty()) {
        return std::string(sql);
    }
    Script statement;
    statement.path = script.path;
    statement.text = Text(std::string(sql));
    statement.header.variables = script.header.variables;
    statement.variables = script.variables;
    return std::string(StatementText(statement, {0, sql.size()}).sql());
}

} // namespace runner
