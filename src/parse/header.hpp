// The comment lines at the top of a file -> Header.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <string_view>

namespace runner {

/// Reads up to the first token of the script and fills its header. Throws Error{source} that holds
/// a complaint for every bad directive.
void read_header(Script& script, ScriptKind kind);

/// The byte at which `item` stands in the list behind `key`; 0 when it is not there.
[[nodiscard]] std::size_t
place_in_header(const Script& script, std::string_view key, std::string_view item);

} // namespace runner
