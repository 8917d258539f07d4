// How the library speaks. Every function has an empty body; override what you care about.
// Calls come from the thread that called the library.
#pragma once

#include <runner/changes.hpp>
#include <runner/error.hpp>
#include <runner/plan.hpp>
#include <runner/progress.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class Observer {
public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    /// Once, when the server does not answer yet and the caller is willing to wait.
    virtual void waiting_for_server(std::string_view /*reason*/) {}

    /// Each time the runner's lock was found taken; `holder` says who has it, as far as visible.
    virtual void
    waiting_for_lock(std::chrono::milliseconds /*so_far*/, std::string_view /*holder*/) {}

    /// Nothing has been executed yet.
    virtual void planned(const Plan& /*plan*/) {}

    /// Asked once before a plan that reverts more than one migration; false ends the command.
    virtual bool approve(const Plan& /*plan*/) { return true; }

    virtual void started(const Step& /*step*/) {}

    /// The server has got further. Many times a second when it is quick.
    virtual void progressed(const Step& /*step*/, const Progress& /*progress*/) {}

    /// The server has been silent for so long while an answer of it is awaited: about once a
    /// second.
    virtual void waited(const Step& /*step*/, std::chrono::milliseconds /*so_far*/) {}

    /// A statement has waited for a lock for more than a second; again when the blockers change,
    /// with none of them when nobody blocks any more. The nearest ones first; the root is the last
    /// that blocks and is not blocked.
    virtual void blocked(
        const Step& /*step*/,
        std::chrono::milliseconds /*so_far*/,
        const std::vector<Blocker>& /*blockers*/
    ) {}

    /// A lock on a table was not to be had in time; the script was rolled back and is tried again.
    virtual void retrying(
        const Step& /*step*/,
        int /*attempt*/,
        std::chrono::milliseconds /*pause*/,
        const Error& /*reason*/
    ) {}

    /// NOTICE, WARNING … of the server while `step` was running.
    virtual void notice(const Step& /*step*/, const ServerMessage& /*message*/) {}

    /// Something worth saying that is not the server's.
    virtual void remark(std::string_view /*text*/) {}

    /// The step is committed.
    virtual void finished(const Step& /*step*/, std::chrono::milliseconds /*took*/) {}

    /// Right behind finished(), when something was found: what the step changed in the schema.
    virtual void changed(const Step& /*step*/, const std::vector<Change>& /*changes*/) {}
};

} // namespace runner
