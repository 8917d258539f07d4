// What only the whole text of a statement tells of it.
#pragma once

#include "parse/command_tag.hpp"

#include <runner/migration.hpp>

#include <optional>

namespace runner {

/// Corrects what the first words of a statement say of it. Its span is a part of `script`.
/// Returns what it says about standard_conforming_strings.
std::optional<bool> answer(Question question, const Text& script, Statement& statement);

} // namespace runner
