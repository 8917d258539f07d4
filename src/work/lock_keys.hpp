// The advisory locks of one history: names, not numbers of the catalog, which a restore changes.
#pragma once

#include <cstdint>
#include <string>

namespace runner {

/// Of the runner's lock.
[[nodiscard]] std::int64_t lock_key(const std::string& database, const std::string& schema);

/// Of the lock that each step takes for its transaction.
[[nodiscard]] std::int64_t
transaction_lock_key(const std::string& database, const std::string& schema);

} // namespace runner
