// What a statement leaves behind in the session, and what it says about
// standard_conforming_strings.
#pragma once

#include "parse/token_reader.hpp"

#include <runner/migration.hpp>

#include <optional>

namespace runner {

// Each of these returns what the statement says about standard_conforming_strings.

/// SET.
std::optional<bool> classify_setting(TokenReader reader, Statement& statement);
/// RESET and DISCARD. A file starts with standard_conforming_strings on: the executor sets it.
std::optional<bool> classify_reset(TokenReader reader);
/// SELECT and everything else that can call a function for its effects: looks for set_config() and
/// pg_advisory_unlock…(), also in the body of a DO. What is called by another name, built of
/// strings, or selected INTO a temporary table is not seen.
/// `statement` has its span of the script.
std::optional<bool> classify_calls(const Text& script, Statement& statement);

/// CREATE TEMPORARY …: in the way of the next file, unless it is dropped with the transaction.
void classify_temporary_object(TokenReader reader, Statement& statement);

} // namespace runner
