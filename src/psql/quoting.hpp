// Text as it has to stand in a psql script. What is here needs no connection, so it relies on
// standard_conforming_strings, which the script sets.
#pragma once

#include <runner/migration.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace runner::psql {

/// A string; NULL for none. psql replaces nothing in it.
[[nodiscard]] std::string literal(std::string_view text);
[[nodiscard]] std::string literal_or_null(const std::optional<std::string>& text);

/// An identifier. Throws Error{usage} above 63 bytes.
[[nodiscard]] std::string name(std::string_view text);

/// A statement in which psql takes nothing for a variable: `:name`, `:'name'`, `:"name"` and
/// `:{?name}` outside of literals get a space behind the colon, which is no other token to the
/// server. `x[1:n]` is where such text comes from.
[[nodiscard]] std::string without_variables(std::string_view statement);

/// In a comment line: without control characters.
[[nodiscard]] std::string comment(std::string_view text);

} // namespace runner::psql
