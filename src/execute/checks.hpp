// What has to be true before a step is recorded.
#pragma once

#include "execute/context.hpp"
#include "parse/checksum.hpp"

#include <runner/plan.hpp>

#include <cstddef>
#include <optional>

namespace runner {

/// There is a lock. Throws Error{statement} when the script has released it.
void check_lock(const ExecutionContext& context);

/// Whether the bytes that run are those that were planned: a mapped file shows what somebody writes
/// into it meanwhile. They are looked at behind where they were sent, so that nobody reads a large
/// file once more for it.
class UnchangedCheck {
public:
    /// `step` outlives this.
    explicit UnchangedCheck(const Step& step);

    /// What is before `offset` has been sent, and may still be in a cache. Offsets only grow.
    void sent(std::size_t offset);

    /// Looks at the rest. Throws Error{statement} when the file is another one.
    void conclude();

private:
    void look_at(std::size_t end);

    const Script& script_;
    std::optional<RunningChecksum> sum_; ///< of a mapped file
    std::size_t seen_ = 0;
};

} // namespace runner
