// One value for everything that a plan has decided: a review can be held to it.
#pragma once

#include <runner/history.hpp>
#include <runner/plan.hpp>

#include <string>
#include <vector>

namespace runner {

/// In: the steps in their order, with action, version, name, checksum and mode of the script, the
/// down text that is kept, `atomic`; what is applied already, in order of application, and of
/// stopped migrations how far they are. Out: the database, its server and schema, settings, times,
/// and values of variables. The steps are complete. "xxh3-128:…", as a checksum.
[[nodiscard]] std::string
plan_hash(const std::vector<Step>& steps, const History& history, bool atomic);

} // namespace runner
