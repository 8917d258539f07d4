// The part of Work that runs hooks. Where there are none, none of it does anything.
#include "work/work.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace runner {
namespace {

constexpr std::array<const char*, 4> action_names = {"up", "down", "seed", "up"};

bool holds(const Plan& plan, Step::Action action) {
    return std::ranges::find(plan.steps, action, &Step::action) != plan.steps.end();
}

/// Where a plan turns from down to up. A version may be on both sides, so that a history can tell
/// what is done only of one side at a time.
std::size_t turn_of(const std::vector<Step>& steps) {
    const auto turn = std::ranges::find_if(steps, [](const Step& step) {
        return step.action != Step::Action::revert;
    });
    return static_cast<std::size_t>(turn - steps.begin());
}

} // namespace

/// The steps of a plan, with what belongs in front of them.
void Work::carry_out(const Plan& plan) {
    bool at_steps = false;
    try {
        run_before(plan);
        at_steps = true;
        const std::span steps(plan.steps);
        const auto turn = turn_of(plan.steps);
        execute(steps.first(turn));
        execute(steps.subspan(turn));
    } catch (const Error& error) {
        if (lock_ || !Guards::says_other_runner(error)) {
            run_on_failure(error, at_steps);
        }
        throw;
    }
}

void Work::run_before(const Plan& plan) {
    for (const auto& [list, action] :
         {std::pair{&Hooks::before_down, Step::Action::revert},
          std::pair{&Hooks::before_up, Step::Action::apply}}) {
        if (!hooks_.has(list) || !holds(plan, action)) {
            continue;
        }
        try {
            hooks_.run(list, hook_facts(), !lock_);
        } catch (Error& error) {
            error.say_state(report_.done.empty() ? "nothing was done; " + current() : current());
            if (error.kind() == ErrorKind::interrupted) {
                throw;
            }
            error.say_advice(fmt::format(
                "this was a hook, {}: mend it, or what it complains about, and run it again",
                list == &Hooks::before_up ? "before_up" : "before_down"
            ));
            throw;
        }
    }
}

void Work::run_after_each() {
    if (!hooks_.has(&Hooks::after_each)) {
        return;
    }
    hooked_ = std::min(hooked_, report_.done.size()); // a crash may have taken some away
    while (hooked_ < report_.done.size()) {
        const auto& done = report_.done[hooked_++];
        auto facts = hook_facts();
        facts.applied = hooked_;
        facts.version = done.version.digits;
        facts.label = done.label;
        facts.action = action_names[static_cast<std::size_t>(done.action)];
        facts.took = done.took;
        hooks_.run_and_tell(&Hooks::after_each, facts, !lock_);
    }
}

void Work::run_after(const Plan& plan) {
    for (const auto& [list, action] :
         {std::pair{&Hooks::after_down, Step::Action::revert},
          std::pair{&Hooks::after_up, Step::Action::apply},
          std::pair{&Hooks::after_seed, Step::Action::seed}}) {
        if (!hooks_.has(list) || !holds(plan, action)) {
            continue;
        }
        try {
            hooks_.run_and_tell(list, hook_facts(), !lock_);
        } catch (Error& error) {
            error.say_state("the work is done, a hook was ended; " + current());
            throw;
        }
    }
}

/// The failure is what has to be told, whatever becomes of the hook.
void Work::run_on_failure(const Error& error, bool at_steps) noexcept {
    if (!hooks_.has(&Hooks::on_failure) || error.kind() == ErrorKind::interrupted) {
        return;
    }
    try {
        auto facts = hook_facts();
        facts.error = error.what();
        if (at_steps && executor_ && executor_->current() != nullptr) {
            const auto& step = *executor_->current();
            facts.version = step.version.digits;
            facts.label = step.label;
            facts.action = action_names[static_cast<std::size_t>(step.action)];
        }
        hooks_.run_and_tell(&Hooks::on_failure, facts, !lock_);
    } catch (const std::exception&) {
        // Interrupted meanwhile: the first failure is told all the same.
    }
}

HookFacts Work::hook_facts() const {
    HookFacts facts;
    facts.current = last_applied();
    facts.applied = report_.done.size();
    return facts;
}

} // namespace runner
