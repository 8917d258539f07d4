#include "execute/checks.hpp"

#include "parse/long_search.hpp"

#include <runner/error.hpp>

#include <algorithm>

namespace runner {
namespace {

// Many statements are shorter, and few of them are worth a call.
constexpr std::size_t least_seen = std::size_t{1} << 16;

} // namespace

void check_lock(const ExecutionContext& context) {
    const auto held = context.connection.execute(context.lock->still_held_sql());
    if (!held.front().boolean(0, 0)) {
        Error error(ErrorKind::statement, "the runner's lock is gone: the script released it");
        error.say_advice("take pg_advisory_unlock_all() or DISCARD ALL out of the script");
        throw error;
    }
}

UnchangedCheck::UnchangedCheck(const Step& step) : script_(step.script) {
    if (script_.text.is_mapped()) {
        sum_.emplace();
    }
}

void UnchangedCheck::sent(std::size_t offset) {
    if (sum_ && offset >= seen_ + least_seen) {
        look_at(offset);
    }
}

void UnchangedCheck::conclude() {
    if (!sum_) {
        return;
    }
    const auto size = script_.text.view().size();
    while (seen_ < size) {
        const auto begin = seen_;
        look_at(std::min(begin + held_bytes, size));
        script_.text.release({begin, seen_ - begin});
    }
    if (sum_->result() != script_.checksum) {
        throw Error(
            ErrorKind::statement,
            "the file was changed while it was running",
            Location{script_.path, {0, 0}, {}}
        );
    }
}

void UnchangedCheck::look_at(std::size_t end) {
    sum_->add(script_.text.view().substr(seen_, end - seen_));
    seen_ = end;
}

} // namespace runner
