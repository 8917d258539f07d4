// What is going on, in one line.
#pragma once

#include <runner/progress.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace runner::cli {

struct Doing {
    std::string label; ///< of the step
    Progress progress;
    std::chrono::milliseconds elapsed{0};
    std::vector<Blocker> blockers;
    std::chrono::milliseconds blocked{0}; ///< for so long
};

/// "001_users  statement 2 of 3: CREATE INDEX, 12 s, waits for pid 123 (app, user) AccessShareLock
/// on public.users, 12 s", cut to `columns`. Printable.
[[nodiscard]] std::string progress_line(const Doing& doing, std::size_t columns);

/// Whom a step waits for, the nearest first, a line each, hanging below the first. Printable.
[[nodiscard]] std::string blockers_text(const std::vector<Blocker>& blockers);

} // namespace runner::cli
