// What a verify script may hold.
#pragma once

#include <runner/migration.hpp>

namespace runner {

/// It runs in the transaction of its migration, through a pipeline. Throws Error{source} with a
/// complaint for each statement that cannot be there. Its body has no fingerprint: a verify script
/// is nobody's edit.
[[nodiscard]] Body read_verify_body(const Script& script, unsigned server);

} // namespace runner
