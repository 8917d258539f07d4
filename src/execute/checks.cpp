#include "execute/checks.hpp"

#include "parse/checksum.hpp"

#include <runner/error.hpp>

namespace runner {

void check_lock(const ExecutionContext& context) {
    const auto held = context.connection.execute(context.lock->still_held_sql());
    if (!held.front().boolean(0, 0)) {
        Error error(ErrorKind::statement, "the runner's lock is gone: the script released it");
        error.say_advice("take pg_advisory_unlock_all() or DISCARD ALL out of the script");
        throw error;
    }
}

// A mapped file shows what somebody writes into it meanwhile: then the bytes that ran are not
// those that were planned.
void check_unchanged(const Step& step) {
    if (step.script.text.is_mapped() && checksum(step.script.text) != step.script.checksum) {
        throw Error(
            ErrorKind::statement,
            "the file was changed while it was running",
            Location{step.script.path, {0, 0}, {}}
        );
    }
}

} // namespace runner
