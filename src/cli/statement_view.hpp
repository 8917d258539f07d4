// A statement on one line: where it stands, what it is, how it begins.
#pragma once

#include <runner/migration.hpp>

#include <string>

namespace runner::cli {

/// Adds "12:1     CREATE INDEX      create index …  (refuses a transaction)" and a line end. There
/// may be millions.
void add_statement_line(std::string& lines, const Text& text, const Statement& statement);

} // namespace runner::cli
