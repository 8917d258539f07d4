// The comment lines at the top of a file -> Header.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

namespace runner {

/// Reads up to the first token of the script and fills its header. Throws Error{source} that holds
/// a complaint for every bad directive.
void read_header(Script& script, ScriptKind kind);

} // namespace runner
