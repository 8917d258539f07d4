// The values of a plan's variables.
#pragma once

#include <runner/plan.hpp>

#include <functional>
#include <map>
#include <string>

namespace runner {

/// Gives each script that is going to run the values of the names in its `@vars`. Call it behind
/// read_bodies(). Throws Error{usage} with every complaint of every file: a name without a value,
/// and a value that cannot stand where its script has the name.
void give_values(Plan& plan, const std::map<std::string, std::string, std::less<>>& values);

} // namespace runner
