// What only the whole text of a statement tells of it.
#pragma once

#include "parse/command_tag.hpp"

#include <runner/migration.hpp>

#include <optional>
#include <string_view>

namespace runner {

/// Corrects what the first words of a statement say of it. `sql` is its text. Returns what it says
/// about standard_conforming_strings.
std::optional<bool> answer(Question question, std::string_view sql, Statement& statement);

} // namespace runner
