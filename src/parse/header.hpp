// The comment lines at the top of a file -> Header.
#pragma once

#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <cstddef>
#include <vector>

namespace runner {

/// Reads up to the first token of the script and fills its header. Throws Error{source} that holds
/// a complaint for every bad directive.
void read_header(Script& script, ScriptKind kind);

/// Complaints about the directives among `comments` (offsets of comments) that stand alone on their
/// line behind `first_token`.
[[nodiscard]] std::vector<Complaint> misplaced_directives(
    const Script& script, const std::vector<std::size_t>& comments, std::size_t first_token
);

} // namespace runner
