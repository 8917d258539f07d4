// Empty tables for CSV seeds.
#pragma once

#include <runner/plan.hpp>

namespace runner {

/// The first CSV seed of the plan empties the tables of all of them.
void empty_tables_first(Plan& plan);

} // namespace runner
