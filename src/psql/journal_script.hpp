// A step outside of a transaction: each statement with its intent before and its outcome after.
#pragma once

#include "psql/output.hpp"

#include <runner/plan.hpp>

namespace runner::psql {

void write_statements_alone(const Output& out, const Step& step);

} // namespace runner::psql
