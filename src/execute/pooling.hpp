// What can be done through a connection pooler. Pure.
#pragma once

#include "pg/pooler.hpp"

#include <runner/plan.hpp>

#include <string_view>

namespace runner {

/// Transactions are enough for a transactional script, a session is needed for the others. Throws
/// Error{usage} that says how to go past the pooler at `host`.
void refuse_pooled(pg::Pooling pooling, const Plan& plan, std::string_view host);

} // namespace runner
