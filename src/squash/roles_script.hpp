// Roles that migrations make: they belong to no database, so no dump has them.
#pragma once

#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace runner::squash {

struct RolesScript {
    std::string sql; ///< makes each of them where it is not there yet, and their memberships
    std::vector<std::string> with_password; ///< which it does not know
};

[[nodiscard]] RolesScript
roles_script(pg::Connection& connection, const std::vector<std::string>& roles);

} // namespace runner::squash
