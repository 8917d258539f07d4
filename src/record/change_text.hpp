// What a migration changed, as the history keeps it: lines that a person can read.
//
//     + table public.users
//       + column id bigint
//       + index users_pkey
#pragma once

#include <runner/changes.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// A line break in a name becomes a space.
[[nodiscard]] std::string change_text(const std::vector<Change>& changes);
/// What is no such line, as a later version may write, is left out.
[[nodiscard]] std::vector<Change> changes_of_text(std::string_view text);

} // namespace runner
