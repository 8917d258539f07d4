// Who has the runner's lock, in words.
#pragma once

#include <chrono>
#include <string>

namespace runner::pg {

struct LockHolder {
    int pid = 0;
    std::string application; ///< "runner/HOST/PROCESS" when it is one of us
    std::string state;       ///< as in pg_stat_activity; empty when not visible
    std::string query;       ///< its current or last one
    std::chrono::seconds connected{0};
    std::chrono::seconds in_state{0};
    /// Its application is a runner of this machine that has ended.
    bool process_gone = false;
};

/// "runner/web-1/7 (pid 456), connected for 12 s, active for 3 s: alter table …"
[[nodiscard]] std::string sentence(const LockHolder& holder);

/// What to do when it does not let go.
[[nodiscard]] std::string advice(const LockHolder& holder);

/// Whether `application` names a process of this machine that is not there any more.
[[nodiscard]] bool has_ended(const std::string& application);

} // namespace runner::pg
