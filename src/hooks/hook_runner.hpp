// The hooks of one run: read and checked at its beginning, run when their moment comes.
#pragma once

#include "execute/file_session.hpp"
#include "execute/session.hpp"
#include "pg/connection.hpp"

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// What a command is told in its environment.
struct HookFacts {
    std::string version;
    std::string label;
    std::string action; ///< "up", "down", "seed"
    std::optional<std::chrono::milliseconds> took;
    std::string current;     ///< the last applied one: "007_add_users"
    std::size_t applied = 0; ///< steps that this run has committed
    std::string error;
};

class HookRunner {
public:
    using List = std::vector<Hook> Hooks::*;

    /// Reads the SQL files. Throws Error{source} or {usage} when one cannot run. All of them
    /// outlive this.
    HookRunner(const Options& options, Observer& observer, pg::Connection& connection);

    [[nodiscard]] bool has(List list) const { return !(options_.hooks.*list).empty(); }

    /// Throws Error{statement} when one of them fails. `pooled`: nothing of a session may be left.
    void run(List list, const HookFacts& facts, bool pooled);
    /// The same, and a failure is a remark. Throws Error{interrupted} only.
    void run_and_tell(List list, const HookFacts& facts, bool pooled);

private:
    void run_sql(const Step& script, bool pooled);
    void begin(const Session& session, const Script& script, bool pooled);
    void leave(FileSession& file, bool pooled);
    void run_command(std::string_view name, const Hook& hook, const HookFacts& facts);
    [[nodiscard]] std::vector<std::string>
    environment(std::string_view name, const HookFacts& facts) const;

    const Options& options_;
    Observer& observer_;
    pg::Connection& connection_;
    Plan scripts_; ///< a step for each SQL file
};

} // namespace runner
