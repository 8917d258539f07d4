// What a migration changed in the schema, in lines.
#pragma once

#include <runner/changes.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// For the report of a run: a line for each object, short, and not many of them. A schema is named
/// unless it is public. Printable.
[[nodiscard]] std::vector<std::string> change_lines(const std::vector<Change>& changes);

/// All there is, a line for each part of an object. Printable.
[[nodiscard]] std::vector<std::string> all_change_lines(const std::vector<Change>& changes);

} // namespace runner::cli
