// The keys of work/lock_keys, computed by the server: a script does not know in which database it
// will run.
#pragma once

#include <string>

namespace runner::psql {

/// A DO block that leaves both keys in the settings `runner.lock_key` and `runner.step_key`.
/// `schema` is not quoted. The same hash as hash64(): XXH3-64 of 17 to 240 bytes.
[[nodiscard]] std::string lock_keys_sql(const std::string& schema);

} // namespace runner::psql
