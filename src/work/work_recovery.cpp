// The part of Work behind a lost connection: connect again, and believe the history.
#include "pg/waiting.hpp"
#include "work/work.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A server that crashed as a whole is back within a second or so.
constexpr std::chrono::milliseconds shortest_wait_for_return = 10s;

} // namespace

/// Lost while the server may go on without us, and nobody has asked us to end.
bool Work::lost_connection(const Error& error) const {
    const bool asked_to_end = options_.interrupt != nullptr && options_.interrupt->raised();
    return !asked_to_end &&
           (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::in_doubt);
}

/// Connects again and believes the history; returns how many of the steps it shows as done. Those
/// that were committed without waiting for the disk are among them, unless the server has crashed.
std::size_t Work::recover(
    std::span<const Step> steps, std::size_t earlier, const LastRuns& before, const Error& error
) {
    const auto told = report_.done.size() - earlier;
    try {
        connect_again(error);
    } catch (Error& failure) {
        if (failure.kind() == ErrorKind::interrupted || told == steps.size()) {
            throw;
        }
        Error lost = error;
        const auto& step = steps[told];
        if (told > 0 && options_.durable == Options::Durable::run) {
            lost.say_state(fmt::format(
                "{}; should the server have crashed, the last ones before it may be lost, too",
                lost.kind() == ErrorKind::in_doubt
                    ? fmt::format("whether {} was committed is not known", step.label)
                    : fmt::format("nothing of {} was applied", step.label)
            ));
        }
        explain(lost, steps[told]);
        throw lost;
    }
    const auto end = std::find_if_not(steps.begin(), steps.end(), [&](const Step& step) {
        return is_done(step, before);
    });
    const auto found = static_cast<std::size_t>(end - steps.begin());
    if (found < told) {
        observer_.remark(fmt::format(
            "the server has crashed and lost {}, not yet on disk, with what followed",
            steps[found].label
        ));
        report_.done.resize(earlier + found);
    }
    for (auto at = told; at < found; ++at) {
        note_done(steps[at], 0ms, {});
        observer_.finished(steps[at], 0ms);
    }
    known_to_history_ = report_.done.size();
    return found;
}

void Work::connect_again(const Error& error) {
    observer_.remark(fmt::format("{}; connecting again, to see what was committed", error.what()));
    const auto server = server_;
    const auto patience = std::max(options_.wait, shortest_wait_for_return);
    const auto until = Clock::now() + patience;
    for (;;) {
        executor_.reset();
        lock_.reset();
        session_.reconnect(patience);
        try {
            // The old session has the lock for as long as it lives: when we have it, it is gone.
            take_lock({});
            break;
        } catch (const Error& again) {
            // A server that crashes as a whole ends new sessions as well, for a moment.
            if (again.kind() != ErrorKind::connection || session_.connection.usable() ||
                Clock::now() >= until) {
                throw;
            }
            pg::sleep(pg::pause_before_asking_again(), options_.interrupt);
        }
    }
    if (server_.system != server.system) {
        throw Error(ErrorKind::in_doubt, "another server answers now");
    }
    if (server_.timeline != server.timeline) {
        observer_.remark("the server has changed its timeline: there was a failover");
    }
    session_.store.flush();
}

bool Work::is_done(const Step& step, const LastRuns& before) const {
    const auto& now = session_.history;
    if (!step.has_version()) {
        const auto when = [&](const std::vector<Seeded>& rows) {
            const auto found = std::ranges::find(rows, step.label, &Seeded::name);
            return found == rows.end() ? Instant() : found->applied_at;
        };
        return step.action == Step::Action::seed
                   ? when(now.seeds) != when(before.seeds)
                   : when(now.repeatables) != when(before.repeatables);
    }
    const bool applied =
        std::ranges::find(now.migrations, step.version, &Applied::version) != now.migrations.end();
    return applied == (step.action == Step::Action::apply);
}

} // namespace runner
