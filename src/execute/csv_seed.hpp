// A CSV seed: COPY into a temporary table, then an upsert on the primary key.
#pragma once

#include "pg/connection.hpp"

#include <runner/plan.hpp>

namespace runner {

/// Inside the step's transaction. Rows with a new key are inserted, the others updated; a row that
/// is already as the file says stays untouched. Throws Error{statement} with the line of the file.
/// `sent` is told of the bytes of the file.
void load_csv_seed(pg::Connection& connection, const Step& step, const pg::CopyProgress& sent = {});

} // namespace runner
