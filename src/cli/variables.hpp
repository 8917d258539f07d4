// Values for the `@vars` of files: `--var`, then RUNNER_VAR_* of the environment, then `[vars]`.
#pragma once

#include "cli/env_file.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

using VariableValues = std::map<std::string, std::string, std::less<>>;

/// Letters, digits and `_`, no digit first: as `@vars` takes them.
[[nodiscard]] bool is_variable_name(std::string_view name) noexcept;

/// What is set and begins with RUNNER_VAR_, without that.
[[nodiscard]] Variables variables_of_environment();

/// `options` are NAME=VALUE. A variable of the environment is there in lower case, too, as people
/// write RUNNER_VAR_OWNER; one that is written in lower case itself wins. Throws Error{usage} that
/// shows no value.
[[nodiscard]] VariableValues resolve_variables(
    const std::vector<std::string>& options,
    const Variables& environment,
    const VariableValues& config
);

} // namespace runner::cli
