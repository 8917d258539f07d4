// Steps that are tried and rolled back.
#pragma once

#include "pg/connection.hpp"

#include <runner/observer.hpp>
#include <runner/planning.hpp>

namespace runner {

/// Fills in Rehearsal::steps for its plan, whose bodies have been read. The transaction is rolled
/// back whatever happens. Throws only when the connection is lost or the caller interrupts.
void rehearse_steps(
    pg::Connection& connection, const Options& options, Observer& observer, Rehearsal& rehearsal
);

} // namespace runner
