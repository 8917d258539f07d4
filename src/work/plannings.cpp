#include "work/plannings.hpp"

#include "plan/moving.hpp"

namespace runner {

Policy policy_of(const Options& options) {
    return {.late = options.late, .ahead = options.ahead, .environment = options.environment};
}

Planning planning_up(const Options& options, const Target& target) {
    return [&options, target](const Sources& files, const History& history) {
        return plan_up(files, history, target, policy_of(options));
    };
}

Planning planning_down(const Target& target) {
    return [target](const Sources& files, const History& history) {
        return plan_down(files, history, target);
    };
}

Planning planning_go_to(const Options& options, const Target& target) {
    return [&options, target](const Sources& files, const History& history) {
        return plan_go_to(files, history, target, policy_of(options));
    };
}

Planning planning_redo(const Options& options, const Target& target) {
    return [&options, target](const Sources& files, const History& history) {
        return plan_redo(files, history, target, policy_of(options));
    };
}

Planning planning_seeds(const Options& options, const SeedRequest& request) {
    return [&options, request](const Sources& files, const History& history) {
        return plan_seeds(files, history, request, policy_of(options));
    };
}

} // namespace runner
