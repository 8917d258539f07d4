// Everything that reaches the log is printable() first; see text.hpp.
#include "cli/console.hpp"

#include "cli/change_view.hpp"
#include "cli/error_view.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"
#include "cli/usage_error.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

// Longer labels push their line's time to the right, instead of everybody's.
constexpr std::size_t widest_label = 48;
constexpr std::chrono::seconds between_reminders{10};
constexpr std::chrono::milliseconds shortest_shown{300};

/// Up to the pid: what the holder does changes all the time.
std::string_view name_in(std::string_view holder) {
    return holder.substr(0, holder.find("),"));
}

bool same_sessions(const std::vector<Blocker>& one, const std::vector<Blocker>& other) {
    return std::ranges::equal(one, other, [](const Blocker& left, const Blocker& right) {
        return left.pid == right.pid && left.blocks == right.blocks;
    });
}

std::string_view word(Step::Action action) {
    switch (action) {
    case Step::Action::apply:
        return "up";
    case Step::Action::revert:
        return "down";
    case Step::Action::seed:
        return "seed";
    case Step::Action::repeat:
        return "up";
    }
    return "";
}

} // namespace

Console::Console(const Settings& settings, const Interrupt* interrupt)
    : log_(settings.console),
      stream_([this, wanted = settings.json_lines](const std::string& line) {
          if (wanted) {
              log_.live().clear(); // both may be the same terminal
              print_now(line);
          }
      }),
      events_(settings.json_lines ? static_cast<Observer&>(stream_) : silent_),
      yes_(settings.yes),
      interrupt_(interrupt) {}

void Console::waiting_for_server(std::string_view reason) {
    events_.waiting_for_server(reason);
    log_.info("waiting for the server: " + hanging(reason));
}

void Console::waiting_for_lock(std::chrono::milliseconds so_far, std::string_view holder) {
    events_.waiting_for_lock(so_far, holder);
    const bool same = name_in(holder_) == name_in(holder) && holder_shown_.count() > 0;
    if (same && so_far < holder_shown_ + between_reminders) {
        return;
    }
    holder_ = holder;
    holder_shown_ = std::max(so_far, std::chrono::milliseconds{1});
    const auto who = holder.empty() ? std::string("another runner") : hanging(holder);
    log_.info(fmt::format("waiting for {}, {} so far", who, duration_text(so_far)));
}

void Console::planned(const Plan& plan) {
    events_.planned(plan);
    for (const auto& step : plan.steps) {
        const auto width = std::min(display_width(printable(step.label)), widest_label);
        label_width_ = std::max(label_width_, width);
    }
    for (const auto& text : plan.notices) {
        note(text);
    }
}

bool Console::approve(const Plan& plan) {
    std::vector<std::string> lines;
    lines.reserve(plan.steps.size());
    for (const auto& step : plan.steps) {
        lines.push_back(fmt::format("  {:4}  {}", word(step.action), printable(step.label)));
    }
    const auto reverted = std::ranges::count(plan.steps, Step::Action::revert, &Step::action);
    return confirm(
        lines,
        fmt::format("Revert these {} migrations?", reverted),
        fmt::format("reverting {} migrations", reverted)
    );
}

bool Console::confirm(
    const std::vector<std::string>& lines, const std::string& question, const std::string& deed
) {
    declined_ = false;
    if (yes_) {
        return true;
    }
    if (!can_ask()) {
        throw refusal(
            ErrorKind::usage, deed + " needs --yes, since there is no terminal to ask on"
        );
    }
    log_.live().clear();
    for (const auto& line : lines) {
        // Part of the question: to be seen whatever the log level is.
        std::fputs((line + "\n").c_str(), stderr);
    }
    declined_ = !ask(question, interrupt_);
    return !declined_;
}

void Console::started(const Step& step) {
    events_.started(step);
    doing_ = {};
    doing_.label = step.label;
    step_started_ = std::chrono::steady_clock::now();
    blockers_shown_.clear();
    log_.debug(fmt::format(
        "{} {} from {}",
        word(step.action),
        printable(step.label),
        printable(step.script.path.string())
    ));
}

void Console::draw() {
    if (!log_.live().is_due()) {
        return;
    }
    doing_.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - step_started_
    );
    // What is over in a moment would only flicker.
    if (doing_.elapsed >= shortest_shown) {
        log_.live().draw(progress_line(doing_, log_.live().columns()));
    }
}

void Console::progressed(const Step& step, const Progress& progress) {
    events_.progressed(step, progress);
    doing_.progress = progress;
    doing_.blockers.clear(); // the server has got further
    draw();
}

void Console::waited(const Step& step, std::chrono::milliseconds so_far) {
    events_.waited(step, so_far);
    doing_.blocked = so_far;
    draw();
}

void Console::blocked(
    const Step& step, std::chrono::milliseconds so_far, const std::vector<Blocker>& blockers
) {
    events_.blocked(step, so_far, blockers);
    doing_.blockers = blockers;
    doing_.blocked = so_far;
    draw();
    if (log_.live().is_on() || blockers.empty() || same_sessions(blockers, blockers_shown_)) {
        return;
    }
    blockers_shown_ = blockers;
    log_.info(printable(step.label) + ": waits for " + blockers_text(blockers));
}

void Console::retrying(
    const Step& step, int attempt, std::chrono::milliseconds pause, const Error& reason
) {
    events_.retrying(step, attempt, pause, reason);
    doing_.blockers.clear();
    const auto who = blockers_text(reason.blockers());
    log_.warning(fmt::format(
        "{}: attempt {} was rolled back: {}{}\n  the next one begins in {}",
        printable(step.label),
        attempt,
        hanging(reason.what()),
        who.empty() ? "" : "\n  it waited for " + who,
        duration_text(pause)
    ));
}

void Console::notice(const Step& step, const ServerMessage& message) {
    outcome_.notices.push_back({step.label, message});
    events_.notice(step, message);
    // "warning:" is the log's own word for it already.
    const bool warning = message.severity == "WARNING";
    auto text = printable(step.label) + ": ";
    text += warning ? std::string() : printable(message.severity) + ": ";
    text += hanging(message.message);
    if (!message.detail.empty()) {
        text += "\n  DETAIL: " + hanging(message.detail);
    }
    if (!message.hint.empty()) {
        text += "\n  HINT: " + hanging(message.hint);
    }
    if (warning) {
        log_.warning(text);
    } else if (message.severity.starts_with("DEBUG") || message.severity == "LOG") {
        log_.debug(text);
    } else {
        log_.info(text);
    }
}

void Console::remark(std::string_view text) {
    events_.remark(text);
    note(text);
}

void Console::note(std::string_view text) {
    outcome_.remarks.emplace_back(text);
    log_.info(log_.paint().yellow("note:") + " " + hanging(text));
}

void Console::finished(const Step& step, std::chrono::milliseconds took) {
    outcome_.done.push_back({step.action, step.version, step.label, took, {}});
    events_.finished(step, took);
    const auto& paint = log_.paint();
    auto line = fmt::format(
        "{}  {}   {}",
        paint.green(fmt::format("{:4}", word(step.action))),
        padded(printable(step.label), label_width_),
        paint.dim(duration_text(took))
    );
    if (step.from_history) {
        line += "   (from the history, since the file is gone)";
    }
    log_.info(line);
}

void Console::changed(const Step& step, const std::vector<Change>& changes) {
    outcome_.done.back().changes = changes;
    events_.changed(step, changes);
    for (const auto& line : change_lines(changes)) {
        log_.info("      " + log_.paint().dim(line));
    }
}

void Console::show(const Error& error) {
    for (const auto& text : error_view(error, log_.paint())) {
        log_.error(text);
    }
}

} // namespace runner::cli
