// One SQL command and its parameters.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace runner::pg {

/// As text, $1 first; empty: NULL.
using Parameters = std::vector<std::optional<std::string>>;

struct Command {
    std::string sql;
    Parameters parameters;
};

} // namespace runner::pg
