// What a script does before its first file: settings of psql, the lock, the history tables.
#pragma once

#include "psql/output.hpp"

#include <runner/migration.hpp>

#include <vector>

namespace runner::psql {

/// `expected`: versions that have to be applied before.
void write_prologue(const Output& out, const std::vector<Version>& expected);

/// Releases the lock.
void write_epilogue(const Output& out);

} // namespace runner::psql
