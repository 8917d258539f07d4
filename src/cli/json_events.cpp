#include "cli/json_events.hpp"

#include "cli/error_view.hpp"
#include "cli/json_parts.hpp"
#include "cli/units.hpp"

#include <utility>

namespace runner::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds between_reports{1};

std::string line(std::string_view event, const Json& content) {
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    Json json = {{"schema", 1}, {"event", event}, {"time", iso_time(now)}};
    json.update(content);
    return dumped(json) + "\n";
}

Json step_json(const Step& step) {
    return {
        {"action", action_name(step.action)},
        {"version", step.has_version() ? Json(step.version.digits) : Json()},
        {"label", step.label}};
}

Json with(Json content, const Json& more) {
    content.update(more);
    return content;
}

/// True once a second.
bool is_due(Clock::time_point& due) {
    const auto now = Clock::now();
    if (now < due) {
        return false;
    }
    due = now + between_reports;
    return true;
}

} // namespace

void EventStream::waiting_for_server(std::string_view reason) {
    sink_(line("waiting", {{"for", "server"}, {"waited_ms", 0}, {"reason", reason}}));
}

void EventStream::waiting_for_lock(std::chrono::milliseconds so_far, std::string_view holder) {
    if (is_due(waiting_due_)) {
        sink_(line(
            "waiting",
            {{"for", "lock"},
             {"waited_ms", so_far.count()},
             {"reason", text_or_null(std::string(holder))}}
        ));
    }
}

void EventStream::planned(const Plan& plan) {
    Json steps = Json::array();
    for (const auto& step : plan.steps) {
        const auto& body = step.script.body;
        steps.push_back(with(
            step_json(step),
            {{"statements", body ? Json(body->statements) : Json()},
             {"transactional", body ? Json(body->transactional) : Json()}}
        ));
    }
    Json problems = Json::array();
    for (const auto& problem : plan.problems) {
        problems.push_back(
            {{"kind", problem_name(problem.kind)},
             {"label", problem.label},
             {"message", problem.message}}
        );
    }
    sink_(line("planned", {{"steps", steps}, {"notices", plan.notices}, {"problems", problems}}));
}

void EventStream::started(const Step& step) {
    progress_ = {};
    progress_due_ = Clock::now() + between_reports;
    sink_(line("started", step_json(step)));
}

void EventStream::progressed(const Step& step, const Progress& progress) {
    progress_ = progress;
    waited(step, {});
}

void EventStream::waited(const Step& step, std::chrono::milliseconds /*so_far*/) {
    if (is_due(progress_due_)) {
        const auto& progress = progress_;
        sink_(line(
            "progressed",
            with(
                step_json(step),
                {{"statement", progress.statement},
                 {"statements", progress.statements},
                 {"command", text_or_null(progress.command)},
                 {"bytes_done", progress.bytes_done},
                 {"bytes", progress.bytes},
                 {"rows", progress.rows},
                 {"rounds", progress.rounds}}
            )
        ));
    }
}

void EventStream::blocked(
    const Step& step, std::chrono::milliseconds so_far, const std::vector<Blocker>& blockers
) {
    sink_(line(
        "blocked",
        with(
            step_json(step), {{"waited_ms", so_far.count()}, {"blockers", blockers_json(blockers)}}
        )
    ));
}

void EventStream::retrying(
    const Step& step, int attempt, std::chrono::milliseconds pause, const Error& reason
) {
    sink_(line(
        "retrying",
        with(
            step_json(step),
            {{"attempt", attempt},
             {"pause_ms", pause.count()},
             {"sqlstate", reason.server() ? Json(reason.server()->sqlstate) : Json()},
             {"message", reason.what()},
             {"blockers", blockers_json(reason.blockers())}}
        )
    ));
}

void EventStream::notice(const Step& step, const ServerMessage& message) {
    sink_(line(
        "notice",
        with(
            step_json(step),
            {{"severity", message.severity},
             {"sqlstate", message.sqlstate},
             {"message", message.message},
             {"detail", text_or_null(message.detail)},
             {"hint", text_or_null(message.hint)}}
        )
    ));
}

void EventStream::remark(std::string_view text) {
    sink_(line("remark", {{"message", text}}));
}

void EventStream::finished(const Step& step, std::chrono::milliseconds took) {
    sink_(line("finished", with(step_json(step), {{"duration_ms", took.count()}})));
}

void EventStream::changed(const Step& step, const std::vector<Change>& changes) {
    sink_(line("changed", with(step_json(step), {{"changes", changes_json(changes)}})));
}

void EventStream::failed(const Error& error, int exit_code) {
    sink_(line("failed", error_json(error, exit_code)));
}

void EventStream::done(const std::optional<Applied>& current) {
    sink_(line("done", {{"current", applied_json(current)}}));
}

} // namespace runner::cli
