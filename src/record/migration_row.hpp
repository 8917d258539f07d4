// One row of `migration` with everything that is in it.
#pragma once

#include "pg/connection.hpp"

#include <runner/showing.hpp>

#include <optional>
#include <string>

namespace runner {

/// One round trip, of any layout; empty when `version` is not applied. `schema` is quoted.
[[nodiscard]] std::optional<RowOrigin>
read_origin(pg::Connection& connection, const std::string& schema, const Version& version);

} // namespace runner
