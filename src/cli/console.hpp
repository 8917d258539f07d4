// The observer a person reads: one line a finished step, notices with their file, and questions; on
// a terminal also a line that says what is going on. Everything is passed on as events where asked
// for.
#pragma once

#include "cli/json_events.hpp"
#include "cli/log.hpp"
#include "cli/outcome.hpp"
#include "cli/progress_line.hpp"
#include "cli/settings.hpp"

#include <runner/observer.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

class Console : public Observer {
public:
    /// `interrupt` may be null; it ends a question.
    Console(const Settings& settings, const Interrupt* interrupt);

    void waiting_for_server(std::string_view reason) override;
    void waiting_for_lock(std::chrono::milliseconds so_far, std::string_view holder) override;
    void planned(const Plan& plan) override;
    bool approve(const Plan& plan) override;
    void started(const Step& step) override;
    void progressed(const Step& step, const Progress& progress) override;
    void waited(const Step& step, std::chrono::milliseconds so_far) override;
    void blocked(
        const Step& step, std::chrono::milliseconds so_far, const std::vector<Blocker>& blockers
    ) override;
    void retrying(
        const Step& step, int attempt, std::chrono::milliseconds pause, const Error& reason
    ) override;
    void notice(const Step& step, const ServerMessage& message) override;
    void remark(std::string_view text) override;
    void finished(const Step& step, std::chrono::milliseconds took) override;
    void changed(const Step& step, const std::vector<Change>& changes) override;

    /// Shows what is about to happen and asks. Without a terminal and without --yes, and so
    /// without anybody who could answer, throws Error{usage}. `deed` completes "… needs --yes".
    bool confirm(
        const std::vector<std::string>& lines, const std::string& question, const std::string& deed
    );

    void show(const Error& error);

    /// The lines of `--format jsonl`; writes nothing in another format.
    [[nodiscard]] EventStream& events() noexcept { return stream_; }

    [[nodiscard]] Log& log() noexcept { return log_; }

    [[nodiscard]] const Outcome& outcome() const noexcept { return outcome_; }

    /// Whether the last question was answered with no.
    [[nodiscard]] bool declined() const noexcept { return declined_; }

private:
    void draw();
    void note(std::string_view text);

    Log log_;
    EventStream stream_;
    Observer silent_;
    Observer& events_; // one of the two
    Outcome outcome_;
    bool yes_;
    const Interrupt* interrupt_;
    bool declined_ = false;
    std::size_t label_width_ = 0;
    std::string holder_;
    std::chrono::milliseconds holder_shown_{0};
    Doing doing_;
    std::chrono::steady_clock::time_point step_started_;
    std::vector<Blocker> blockers_shown_;
};

} // namespace runner::cli
