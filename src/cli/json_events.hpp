// `--format jsonl`: what happens, one JSON object a line on standard output, as it happens.
//
// Each line stands for itself, since collectors of logs mix and drop lines: it has "schema": 1, its
// "event" and the "time". A field without a value is null, never absent.
#pragma once

#include <runner/observer.hpp>
#include <runner/runner.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner::cli {

class EventStream : public Observer {
public:
    /// Takes each line, its end included.
    using Sink = std::function<void(const std::string&)>;

    explicit EventStream(Sink sink) : sink_(std::move(sink)) {}

    void waiting_for_server(std::string_view reason) override;
    void waiting_for_lock(std::chrono::milliseconds so_far, std::string_view holder) override;
    void planned(const Plan& plan) override;
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

    /// The last line is one of these two.
    void failed(const Error& error, int exit_code);
    void done(const std::optional<Applied>& current);

private:
    Sink sink_;
    Progress progress_; // the last known one, told again while the server is silent
    std::chrono::steady_clock::time_point progress_due_;
    std::chrono::steady_clock::time_point waiting_due_;
};

} // namespace runner::cli
