#include "record/event_log.hpp"
#include "work/connected.hpp"

#include <runner/history_log.hpp>

namespace runner {

std::vector<Event>
history_log(const Options& options, Observer& observer, const LogRequest& request) {
    Connected session(options, observer);
    if (!session.history.exists) {
        return {};
    }
    return read_events(session.connection, session.store.schema(), request);
}

} // namespace runner
