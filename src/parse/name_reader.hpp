// The names of things in the tokens of a statement, as the statement writes them.
#pragma once

#include "parse/token_reader.hpp"

#include <string>
#include <string_view>

namespace runner {

/// `a."B".c` without layout, and goes behind it. Empty when there is none: what U&"…" stands for
/// only the server knows.
std::string take_name(TokenReader& reader);

/// IF and `behind`, EXISTS or NOT (with the EXISTS behind that). IF alone may be a name.
bool take_if(TokenReader& reader, std::string_view behind);

/// [ONLY] name [*], or ONLY (name)
std::string take_table(TokenReader& reader);

} // namespace runner
