// What a difference of two catalogs means for a file, in words.
#pragma once

#include <runner/catalog.hpp>

#include <string>
#include <vector>

namespace runner::check {

/// "leaves index `public.users_email_idx`; does not bring back trigger `t ON public.users`".
/// Not empty when `changes` are not.
[[nodiscard]] std::string what_down_does(const std::vector<catalog::ObjectChange>& changes);

/// "lacks …; has …, too; …" of a second run, compared with the first.
[[nodiscard]] std::string what_second_run_does(const std::vector<catalog::ObjectChange>& changes);

} // namespace runner::check
