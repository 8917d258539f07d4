// Where a statement has variables, as psql writes them: `:name`, `:'name'`, `:"name"`.
#pragma once

#include "parse/lexer.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace runner {

/// The number of rows in a statement with @batch; only as `:batch`.
constexpr std::string_view batch_variable = "batch";

struct VariablePlace {
    enum class Form { verbatim, literal, name };

    Form form = Form::verbatim;
    Span span; ///< from the colon on
    std::string_view variable;
};

/// In a stretch of the lexer's text, in order, those whose name `is_variable` knows. None is in a
/// literal, in a comment or in a dollar quote; `::name` is a cast; and right inside of a subscript
/// the colon is that of a slice, `x[1:name]`, which it cannot be in `ARRAY[:name]`.
[[nodiscard]] std::vector<VariablePlace>
variable_places(Lexer& lexer, Span span, const std::function<bool(std::string_view)>& is_variable);

} // namespace runner
